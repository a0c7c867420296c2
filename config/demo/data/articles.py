"""The magazine's texts: two past issues and one in preparation."""

from typing import NamedTuple


class Text(NamedTuple):
    title: str
    section: str
    page: int
    lead: str
    authors: tuple[tuple[str, str], ...]  # name, affiliation
    paragraphs: tuple[str, ...]
    quote: str = ""


class Number(NamedTuple):
    theme: str
    editorial: str
    cover: tuple[str, str]  # two colours
    cover_alt: str
    articles: tuple[Text, ...]


SECTIONS = [
    ("dossier", "Dossier"), ("pratiques", "Pratiques inspirantes"), ("reflexion", "Réflexion"),
    ("parcours", "Parcours"), ("outils", "Outils"),
]  # fmt: skip

CRISIS = Number(
    theme="Accompagner autrement : les effets de la crise sanitaire",
    editorial=(
        "En quelques jours, au printemps, nos portes se sont fermées et nos services se sont déplacés à l’écran et au "
        "téléphone. Ce numéro raconte comment les équipes ont gardé le lien, ce qu’elles ont appris et ce qu’elles "
        "souhaitent conserver."
    ),
    cover=("#0b4f6c", "#f2b632"),
    cover_alt="Illustration : un grand X formé de deux chemins qui se croisent au-dessus de l’eau",
    articles=(
        Text(
            "Une île virtuelle pour le coaching", "pratiques", 9,
            "Une équipe a recréé en ligne un lieu de rencontre où l’on circule, s’assoit et se parle presque comme avant.",
            (("Odile Marchessault", "L’Aiguillage, Gatineau"),),
            (
                "Au départ, c’était une boutade : « Et si on déménageait sur une île? » Trois semaines plus tard, la petite "
                "équipe ouvrait un espace en ligne composé de cabanes, d’un quai et d’une place publique. Chaque cabane "
                "correspond à une étape de l’accompagnement; on y entre sur rendez-vous ou en frappant à la porte.",
                "Les premières semaines ont été consacrées à l’essentiel : s’assurer que l’on puisse participer avec un "
                "téléphone, prévoir une personne pour l’accueil technique, et raccourcir les rencontres. Une rencontre de "
                "quarante minutes à l’écran demande autant d’attention qu’une heure en personne.",
                "Ce qui a surpris tout le monde, c’est le quai. Personne n’avait rien prévu pour lui, et c’est là que les "
                "personnes participantes se retrouvent avant et après les ateliers. « On oubliait que l’on cherchait un "
                "emploi, on parlait, tout simplement », résume une participante.",
                "L’équipe conservera l’île. Non pas pour remplacer les rencontres en personne, mais pour celles et ceux que "
                "la distance, l’hiver ou la garde des enfants tenaient éloignés des ateliers.",
            ),
            "Le plus important, ce n’était pas l’outil : c’était d’avoir un endroit où arriver.",
        ),
        Text(
            "Soutenir à distance : une posture éthique", "reflexion", 17,
            "Quand la cuisine devient salle d’entrevue, le consentement et la confidentialité se renégocient à chaque appel.",
            (("Mireille Saint-Onge", "Conseillère d’orientation"), ("Rachid Belkacemi", "Formateur")),
            (
                "Demander « Êtes-vous seule en ce moment? » n’a rien d’anodin. À distance, la personne accompagnée reçoit "
                "l’intervenante chez elle, parfois sans pouvoir fermer une porte. La première règle est donc de vérifier, "
                "chaque fois, si le moment et le lieu conviennent toujours.",
                "La deuxième concerne les traces. Un message texte, un enregistrement, une capture d’écran circulent plus "
                "vite qu’une feuille dans un classeur. Nommer ce qui est conservé, où et pour combien de temps fait partie "
                "de l’accueil, au même titre que la présentation des services.",
                "Enfin, il y a nous. L’écran efface les transitions : on passe d’une histoire difficile au souper en "
                "quelques secondes. Plusieurs équipes ont institué un court temps de retour en fin de journée. Il ne règle "
                "pas tout, mais il rappelle que l’on n’est pas seul.",
            ),
            "Le consentement n’est pas un formulaire, c’est une conversation.",
        ),
        Text(
            "Accueillir l’émotion pour avancer : deux stratégies", "outils", 19,
            "Nommer ce qui se passe, puis choisir un petit geste : une démarche simple, à essayer dès demain.",
            (("Béatrice Lachapelle-Otis", "Point de départ, Sherbrooke"),),
            (
                "La première stratégie consiste à ralentir. Lorsque la voix change ou que le silence s’installe, on décrit "
                "ce que l’on perçoit, sans l’interpréter : « J’entends que c’est difficile d’en parler. » La personne peut "
                "alors corriger, préciser ou passer à autre chose.",
                "La seconde est de revenir au pouvoir d’agir. Une fois l’émotion accueillie, on cherche ensemble un geste "
                "si petit qu’il paraît presque dérisoire : ouvrir l’enveloppe, relire l’offre, appeler une amie. Le geste "
                "fait, on en parle. C’est souvent le début d’un mouvement.",
                "Ces deux stratégies demandent du temps, pas beaucoup de matériel. Elles se pratiquent entre collègues : une "
                "mise en situation de dix minutes suffit pour sentir ce qui change quand on cesse de vouloir régler.",
            ),
        ),
        Text(
            "Quatre femmes, quatre nouveaux départs", "parcours", 24,
            "Elles ont changé de métier au pire moment. Elles racontent ce qui les a aidées.",
            (("Solange Kaboré", "Le Jalon, Montréal-Nord"),),
            (
                "L’une tenait un salon de coiffure, l’autre servait aux tables; une troisième terminait à peine sa "
                "francisation, la dernière avait trente ans d’expérience dans le commerce de détail. Au printemps, toutes "
                "quatre ont perdu leur emploi la même semaine.",
                "Ce qui revient dans leurs récits n’est pas une technique, mais une présence : quelqu’un a téléphoné. « Je "
                "n’avais rien demandé. Elle voulait juste savoir comment j’allais », raconte l’une d’elles. De cet appel est "
                "née une démarche de reconnaissance des acquis, puis un emploi dans un centre d’hébergement.",
                "Elles insistent aussi sur les détours. Un stage abandonné, une formation trop rapide, un employeur qui ne "
                "rappelle pas : rien de cela n’apparaît dans un bilan, et pourtant tout y mène.",
            ),
            "On m’a téléphoné avant que j’aie le courage d’appeler.",
        ),
        Text(
            "Le marché du travail au lendemain du printemps", "dossier", 5,
            "Quels secteurs ont tenu, lesquels ont plié, et ce que cela change pour l’accompagnement.",
            (("Thomas Beaurivage", "Analyste invité"),),
            (
                "La secousse n’a pas touché tout le monde également. Les emplois de contact, souvent occupés par des jeunes "
                "et des femmes, ont disparu d’un coup; d’autres secteurs, au même moment, ne trouvaient personne.",
                "Pour les centres-conseils, la question n’est plus seulement « où sont les emplois? », mais « quels "
                "passages sont possibles? ». Les compétences acquises en restauration, par exemple, se transposent mieux "
                "qu’on ne le croit dans les services à la clientèle à distance.",
                "Les données régionales restent la meilleure boussole. Elles montrent que la reprise suit des chemins très "
                "différents d’une région à l’autre, et parfois d’une municipalité à sa voisine.",
            ),
        ),
        Text(
            "Entraide entre régions : la tournée des directions", "dossier", 12,
            "Chaque vendredi matin, des directions se sont parlé. Récit d’un rendez-vous devenu indispensable.",
            (("Frédérick Lanctôt-Roy", "AXTRA"),),
            (
                "Au premier appel, elles étaient douze. Au quatrième, plus de soixante. L’ordre du jour tenait en trois "
                "mots : nouvelles, questions, bons coups. Chacune repartait avec un modèle de lettre, une procédure, un nom.",
                "La tournée a révélé des inégalités : tout le monde n’avait ni ordinateurs portables ni entente de "
                "services assez souple. Elle a aussi permis de parler d’une seule voix lorsque des assouplissements ont "
                "été demandés.",
                "Le rendez-vous est maintenant mensuel. Personne n’a proposé de l’abolir.",
            ),
        ),
    ),
)  # fmt: skip

LESSONS = Number(
    theme="Ce que la crise nous a appris",
    editorial=(
        "Un an plus tard, que gardons-nous? Les textes de ce numéro font le tri entre ce qui tenait de l’urgence et ce "
        "qui mérite de durer. Ils ont été écrits par celles et ceux qui étaient là, au téléphone comme à l’écran."
    ),
    cover=("#5b2a86", "#7bdff2"),
    cover_alt="Illustration : un X fait de quatre feuilles superposées de couleurs différentes",
    articles=(
        Text(
            "Garder le meilleur des deux mondes", "dossier", 6,
            "L’accompagnement hybride n’est pas un compromis : c’est un choix que l’on fait avec chaque personne.",
            (("Odile Marchessault", "L’Aiguillage, Gatineau"),),
            (
                "Fallait-il revenir comme avant? La question a été posée aux personnes accompagnées. Leurs réponses ont "
                "déjoué les attentes : la plupart veulent choisir, et choisir de nouveau plus tard.",
                "L’équipe a donc bâti un parcours où chaque étape existe sous deux formes. Le plus difficile n’a pas été la "
                "technique, mais l’horaire : il a fallu renoncer à l’idée que tout le monde fait la même chose au même moment.",
                "Après six mois, les absences ont diminué de moitié. Les personnes qui habitent loin viennent moins souvent, "
                "mais restent plus longtemps.",
            ),
            "Le choix, c’est déjà de l’accompagnement.",
        ),
        Text(
            "Petites équipes, grandes marées", "pratiques", 11,
            "Comment trois organismes voisins se partagent désormais une conseillère, un local et un calendrier.",
            (("Béatrice Lachapelle-Otis", "Point de départ, Sherbrooke"),),
            (
                "Aucun des trois ne pouvait, seul, offrir un service du soir. Ensemble, ils en offrent deux. L’entente tient "
                "sur quatre pages et commence par une phrase : « Nous ne sommes pas en concurrence. »",
                "La conseillère qui circule entre les trois lieux est devenue la mémoire du réseau. Elle sait quel employeur "
                "cherche, quelle formation commence, qui peut accueillir un stage.",
                "Le calendrier commun, lui, a demandé plus de patience que prévu. Il fonctionne parce qu’une seule personne "
                "en a la charge, et qu’on lui a donné le temps de le faire.",
            ),
        ),
        Text(
            "Former à distance : ce que disent 2 500 inscriptions", "dossier", 15,
            "Soixante-dix activités, deux volets, six mois : retour sur une offre de formation hors de l’ordinaire.",
            (("Frédérick Lanctôt-Roy", "AXTRA"),),
            (
                "Les chiffres impressionnent, mais ce sont les commentaires qui instruisent. Les formations courtes, "
                "données le matin, ont été les plus suivies; celles qui prévoyaient des échanges en petits groupes, les "
                "mieux appréciées.",
                "Le volet destiné aux gestionnaires a comblé un manque. Plusieurs y ont trouvé un lieu pour parler de leurs "
                "propres doutes, ce que les réunions ordinaires permettent rarement.",
                "Reste la question de la suite. Une formation ne change une pratique que si l’équipe en parle après. C’est "
                "à cela que serviront les trousses de transfert préparées cette année.",
            ),
        ),
        Text(
            "Écouter les silences", "reflexion", 20,
            "Au téléphone, le silence n’est pas un vide. Petit traité de patience à l’usage des intervenantes et intervenants.",
            (("Mireille Saint-Onge", "Conseillère d’orientation"),),
            (
                "Il y a le silence qui cherche ses mots, celui qui proteste, celui qui se repose. On les distingue mieux "
                "quand on cesse de les craindre.",
                "Compter jusqu’à sept avant de relancer paraît interminable. C’est pourtant, bien souvent, à six que la "
                "personne reprend la parole, et dit ce qu’elle était venue dire.",
            ),
            "Compter jusqu’à sept, puis attendre encore un peu.",
        ),
        Text(
            "Un premier emploi à cinquante-huit ans", "parcours", 23,
            "Elle a élevé cinq enfants et tenu les livres d’une ferme. Il lui manquait une ligne à son CV.",
            (("Solange Kaboré", "Le Jalon, Montréal-Nord"),),
            (
                "« Je n’ai jamais travaillé », a-t-elle dit à la première rencontre. Il a fallu trois séances pour dresser "
                "la liste de ce qu’elle savait faire, et une quatrième pour qu’elle y croie.",
                "Aujourd’hui, elle est commis à la comptabilité dans une coopérative. Son patron dit qu’elle lui a appris à "
                "prévoir les mauvaises saisons.",
            ),
        ),
        Text(
            "La trousse de l’intervention hybride", "outils", 27,
            "Dix fiches à imprimer, à plier et à garder près de l’écran.",
            (("Ariane Vachon-Leduc", "Formatrice"),),
            (
                "Chaque fiche répond à une question précise : comment ouvrir une rencontre, comment partager un document "
                "sans perdre le contact visuel, que faire quand la connexion flanche au mauvais moment.",
                "Elles ont été essayées dans onze organismes, puis réécrites deux fois. La version actuelle tient dans une "
                "enveloppe.",
            ),
        ),
    ),
)  # fmt: skip

NEXT = Number(
    theme="Travailler avec l’intelligence artificielle, sans perdre l’humain",
    editorial=(
        "Les outils changent vite; les personnes, moins. Ce numéro en préparation réunit des pratiques, des doutes et "
        "quelques garde-fous."
    ),
    cover=("#14532d", "#fde68a"),
    cover_alt="Illustration : un X dont une branche est dessinée à la main et l’autre au pointillé",
    articles=(
        Text(
            "Lettres de présentation : qui tient la plume?", "dossier", 5,
            "Quand un outil rédige, que reste-t-il à dire de soi? Trois équipes racontent leurs essais.",
            (("Rachid Belkacemi", "Formateur"),),
            (
                "La première lettre était parfaite, et la dixième aussi. C’est en lisant la trentième que l’employeur s’est "
                "lassé : elles disaient toutes la même chose.",
                "Les équipes ont renversé la démarche. On commence par raconter, à voix haute, une situation dont on est "
                "fier; l’outil ne sert qu’ensuite, à raccourcir.",
            ),
        ),
        Text(
            "Renseignements personnels : les bons réflexes", "outils", 14,
            "Ce que l’on ne colle jamais dans un outil en ligne, et pourquoi.",
            (("Ariane Vachon-Leduc", "Formatrice"),),
            (
                "Un nom, une date de naissance, un diagnostic : autant d’éléments qui n’ont pas leur place dans un outil dont "
                "on ne connaît pas les conditions d’utilisation.",
                "La fiche qui accompagne cet article propose des formulations neutres et une courte liste de vérification.",
            ),
        ),
        Text(
            "Apprendre à tout âge, essayer sans honte", "parcours", 19,
            "Un atelier du soir réunit des personnes de vingt à soixante-dix ans autour d’un même clavier.",
            (("Solange Kaboré", "Le Jalon, Montréal-Nord"),),
            (
                "On y vient pour comprendre, on y reste pour la soupe. L’animatrice a une règle : aucune question ne "
                "commence par « je suis trop vieux ».",
            ),
        ),
    ),
)  # fmt: skip
