"""Seventy training activities for practitioners and managers, three on telepractice, one in two parts on diversity."""

from typing import NamedTuple


class Training(NamedTuple):
    title: str
    stream: str  # practitioners, managers
    hours: float


_P, _M = "practitioners", "managers"

PACME = [
    Training("Intervenir à distance : établir le lien malgré l’écran", _P, 3),
    Training("L’entrevue d’accueil par téléphone", _P, 2),
    Training("Animer un atelier de groupe en ligne", _P, 3),
    Training("Outils collaboratifs pour la relation d’aide", _P, 2),
    Training("Confidentialité et consentement en téléintervention", _P, 2),
    Training("Accompagner une personne en détresse à distance", _P, 3),
    Training("Le bilan de compétences en mode virtuel", _P, 6),
    Training("Soutenir la motivation lorsque le marché se transforme", _P, 3),
    Training("Recherche d’emploi et réseaux sociaux professionnels", _P, 3),
    Training("L’entrevue d’embauche en vidéo : préparer sa clientèle", _P, 2),
    Training("Adapter ses outils aux personnes peu à l’aise avec le numérique", _P, 3),
    Training("Littératie et services en ligne : lever les obstacles", _P, 3),
    Training("Approche orientante et information scolaire à distance", _P, 3),
    Training("Favoriser le maintien en emploi après une mise à pied", _P, 3),
    Training("Intervenir auprès des personnes immigrantes en contexte de crise", _P, 6),
    Training("Reconnaissance des acquis : guider pas à pas", _P, 3),
    Training("Le deuil professionnel et la réorientation", _P, 3),
    Training("Écoute active : les silences au téléphone", _P, 2),
    Training("Prévenir la fatigue de compassion", _P, 3),
    Training("Poser ses limites quand le bureau est à la maison", _P, 2),
    Training("Rédiger des notes d’évolution claires et utiles", _P, 2),
    Training("Approche motivationnelle, niveau 1", _P, 6),
    Training("Approche motivationnelle, niveau 2", _P, 6),
    Training("L’approche centrée sur les forces", _P, 3),
    Training("Intervenir avec bienveillance auprès des jeunes", _P, 3),
    Training("Travailleuses et travailleurs expérimentés : valoriser le parcours", _P, 3),
    Training("Santé mentale et employabilité : repères pour agir", _P, 6),
    Training("Neurodiversité et intégration en emploi", _P, 3),
    Training("Handicap invisible : mieux accompagner", _P, 3),
    Training("Judiciarisation et retour au travail", _P, 3),
    Training("Réalités des Premières Nations et sécurisation culturelle", _P, 6),
    Training("Communication interculturelle en entrevue", _P, 3),
    Training("Le marché du travail régional : lire et expliquer les données", _P, 2),
    Training("Secteurs en demande : parler aux employeurs", _P, 2),
    Training("Placement et relations avec les entreprises à distance", _P, 3),
    Training("Le CV aujourd’hui : ce que lisent les logiciels de tri", _P, 2),
    Training("Ludifier ses ateliers d’employabilité", _P, 3),
    Training("Créer une capsule vidéo simple pour sa clientèle", _P, 3),
    Training("Accessibilité des documents : les bons réflexes", _P, 2),
    Training("Gérer son temps et ses suivis en télétravail", _P, 2),
    Training("Co-développement professionnel entre conseillères et conseillers", _P, 3),
    Training("Tests psychométriques : usages et précautions à distance", _P, 6),
    Training("Accueillir l’émotion : deux stratégies pour avancer", _P, 3),
    Training("Ergonomie du poste de travail à domicile", _P, 2),
    Training("Évaluer les retombées de son intervention", _P, 3),
    Training("Gérer une équipe à distance", _M, 3),
    Training("Mobiliser son équipe dans l’incertitude", _M, 3),
    Training("Ressources humaines : s’adapter aux règles changeantes", _M, 3),
    Training("Politique de télétravail : de l’ébauche à l’adoption", _M, 3),
    Training("Santé et sécurité : la reprise des activités sur place", _M, 2),
    Training("Gestion budgétaire en temps de crise", _M, 3),
    Training("Cybersécurité pour petites organisations", _M, 2),
    Training("Protection des renseignements personnels : l’essentiel", _M, 3),
    Training("Recruter et intégrer à distance", _M, 3),
    Training("Conversations difficiles : préparer, tenir, suivre", _M, 3),
    Training("Rétroaction et appréciation de la contribution", _M, 3),
    Training("Prévenir l’épuisement au sein de son équipe", _M, 3),
    Training("Gouvernance : soutenir son conseil d’administration en virtuel", _M, 2),
    Training("Planification stratégique agile", _M, 6),
    Training("Gérer le changement sans perdre son monde", _M, 3),
    Training("Équité salariale : obligations et échéances", _M, 3),
    Training("Reddition de comptes : simplifier sans appauvrir", _M, 2),
    Training("Négocier et suivre une entente de services", _M, 3),
    Training("Communication de crise", _M, 2),
    Training("Rôle-conseil de la direction adjointe", _M, 3),
    Training("Diversifier ses sources de financement", _M, 3),
    Training("Droits d’auteur et ressources en ligne", _M, 2),
    Training("Mesurer la satisfaction de la clientèle", _M, 2),
    Training("Relève et transfert des connaissances", _M, 3),
    Training("Coordonner des équipes en présence et à distance", _M, 3),
]

TELEPRACTICE = [
    Training("Télépratique I : cadre légal et déontologique", _P, 3),
    Training("Télépratique II : la relation à l’écran", _P, 3),
    Training("Télépratique III : études de cas", _P, 3),
]

DIVERSITY = Training("Diversité culturelle au travail, en deux parties", _P, 6)

CURRENT = [
    Training("Intelligence artificielle et recherche d’emploi : accompagner avec discernement", _P, 3),
    Training("Entrevue motivationnelle : les bases", _P, 6),
    Training("Accueillir une clientèle éloignée du marché du travail", _P, 3),
    Training("Premiers secours psychologiques en relation d’aide", _P, 6),
    Training("Gérer une équipe hybride", _M, 3),
    Training("Loi 25 : mettre à jour ses pratiques", _M, 3),
    Training("Animer un groupe en ligne sans perdre personne", _P, 3),
    Training("Lire le marché du travail de sa région", _P, 2),
    Training("Rédiger une demande de financement convaincante", _M, 3),
    Training("Intervenir auprès des jeunes en mouvement", _P, 3),
]

OBJECTIVES = (
    "À la fin de cette formation, les personnes participantes pourront :\n"
    "– situer les principaux enjeux du thème dans leur propre pratique;\n"
    "– choisir, parmi plusieurs outils, ceux qui conviennent à leur clientèle;\n"
    "– essayer une démarche, en discuter et l’adapter à leur organisme."
)
TRAINERS = [
    "Ariane Vachon-Leduc", "Thomas Beaurivage", "Mireille Saint-Onge", "Rachid Belkacemi", "Odile Marchessault",
    "Frédérick Lanctôt-Roy", "Solange Kaboré", "Béatrice Lachapelle-Otis",
]  # fmt: skip
