"""QUARIERA: over thirty talks and workshops, fifty-seven speakers, ten exhibitors."""

WORKSHOPS = [
    "Conférence d’ouverture : se réinventer sans se renier",
    "Le virtuel au service du lien",
    "Travailler autrement : récits de trois organismes",
    "Éthique et distance : une posture à construire",
    "Jeunes en mouvement : nouvelles aspirations",
    "Personnes immigrantes : du premier contact au premier emploi",
    "L’humour comme outil d’intervention",
    "Données ouvertes et portrait régional",
    "Mieux écrire pour être lu de tout le monde",
    "Codéveloppement express",
    "Travail et santé mentale : agir tôt",
    "Retour d’une absence prolongée",
    "Le mentorat entre pairs",
    "Approche systémique et employabilité",
    "Employeurs et centres-conseils : construire la confiance",
    "Nouveaux métiers, anciens savoirs",
    "Tests et intuition : faire bon ménage",
    "Compétences numériques : l’étape d’avant",
    "Accueillir les réalités LGBTQ+ en emploi",
    "Des groupes qui durent",
    "Sécurisation culturelle : pas à pas",
    "La pleine conscience au bureau",
    "Panel : ce que la crise nous a appris",
    "Femmes et métiers non traditionnels",
    "Travail de proximité en milieu rural",
    "Le bilan de compétences revisité",
    "Accompagner la réorientation à mi-carrière",
    "Littératie financière et recherche d’emploi",
    "Mobiliser une équipe dispersée",
    "Évaluer sans alourdir",
    "Atelier de création : capsules d’information",
    "Intervenir auprès de personnes judiciarisées",
    "Gala d’excellence Méritas",
    "Conférence de clôture : le travail qui vient",
]
ABSTRACT = (
    "À partir de situations vécues dans les organismes membres, cette activité propose des repères, des outils prêts à "
    "utiliser et un temps d’échange. Les personnes participantes repartent avec une fiche synthèse."
)
PACKAGES = [("essentiel", "Kiosque Essentiel", 35_000, 2), ("visibilite", "Kiosque Visibilité", 75_000, 4)]
EXHIBITORS = [
    "Éditions du Pont-Levis", "Logiciels Parcours", "Tests & Repères", "Mutuelle du Savoir", "Formation Continuum",
    "Papeterie des Érables", "Atelier Ergo-Bureau", "Réseau Mentor-Action", "Studio Capsule", "Coop Services-Conseils",
]  # fmt: skip
