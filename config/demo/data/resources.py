"""Two dozen works of every kind, with what their (generated) files say."""

from typing import NamedTuple


class Work(NamedTuple):
    slug: str
    title: str
    kind: str
    published_on: str
    abstract: str
    topics: tuple[str, ...]
    authors: tuple[str, ...] = ("AXTRA",)
    language: str = "fr"
    pages: int = 4


TOPICS = {
    "telepratique": "Télépratique",
    "stagiaires": "Stages",
    "ressources-humaines": "Ressources humaines",
    "immigration": "Immigration",
    "jeunesse": "Jeunesse",
    "gouvernance": "Gouvernance",
    "marche-du-travail": "Marché du travail",
    "competences": "Compétences",
    "sante-mentale": "Santé mentale",
    "vie-associative": "Vie associative",
}

WORKS = [
    Work("nika-rapport", "NIKA : parcours de personnes nouvellement arrivées – rapport de recherche", "research", "2021-01-28",
         "Comment des personnes nouvellement arrivées traversent-elles leur première année de recherche d’emploi? Le rapport suit "
         "une quarantaine de parcours et en tire douze pistes d’action.", ("immigration", "marche-du-travail"), ("AXTRA", "Équipe NIKA"), "fr", 12),
    Work("nika-report", "NIKA: journeys of newly arrived people – research report", "research", "2021-01-28",
         "How do newly arrived people go through their first year of job search? The report follows some forty journeys and "
         "suggests twelve courses of action.", ("immigration", "marche-du-travail"), ("AXTRA", "NIKA team"), "en", 12),
    Work("nika-sommaire", "NIKA : sommaire exécutif", "research", "2021-01-28",
         "L’essentiel de la recherche NIKA en quatre pages : constats, citations et pistes d’action.", ("immigration",), ("AXTRA",), "fr", 4),
    Work("nika-summary", "NIKA: executive summary", "research", "2021-01-28",
         "The essentials of the NIKA research in four pages: findings, quotations and courses of action.", ("immigration",), ("AXTRA",), "en", 4),
    Work("guide-stagiaires", "Guide d’accueil des stagiaires", "guide", "2020-11-02",
         "De l’offre de stage au bilan : un guide pour accueillir une ou un stagiaire, avec une section sur l’accueil à distance "
         "ajoutée pendant la crise sanitaire.", ("stagiaires", "ressources-humaines"), ("AXTRA", "Comité Relève"), "fr", 10),
    Work("aide-memoire-telepratique", "Aide-mémoire : la télépratique en vingt questions", "memory_aid", "2020-05-11",
         "Les questions à se poser avant, pendant et après une rencontre à distance.", ("telepratique",), ("AXTRA",), "fr", 2),
    Work("grille-confidentialite", "Grille de vérification : confidentialité à distance", "tool", "2020-06-02",
         "Une grille à cocher pour chaque lieu et chaque outil de rencontre.", ("telepratique",)),
    Work("sondage-pratiques-salariales-2020", "Sondage sur les pratiques salariales 2020", "pay_survey", "2020-12-08",
         "Échelles, avantages et conditions de travail déclarés par les organismes membres. Réservé aux gestionnaires.",
         ("ressources-humaines",), ("AXTRA",), "fr", 8),
    Work("sondage-satisfaction-2020", "Sondage de satisfaction des membres 2020", "survey", "2020-10-01",
         "Ce que les membres apprécient et ce qu’ils attendent de leur alliance.", ("vie-associative",)),
    Work("sondage-satisfaction-2021", "Sondage de satisfaction des membres 2021", "survey", "2021-10-04",
         "Comparaison avec l’an dernier, région par région.", ("vie-associative",)),
    Work("memoire-budget-2021", "Mémoire prébudgétaire 2021-2022", "brief", "2021-02-04",
         "Huit recommandations pour des services d’employabilité accessibles dans toutes les régions.", ("marche-du-travail",), ("AXTRA",), "fr", 8),
    Work("memoire-immigration", "Mémoire sur la planification de l’immigration", "brief", "2020-09-15",
         "Reconnaître les acquis, accompagner les employeurs, soutenir les familles : les propositions des membres.", ("immigration",), ("AXTRA", "Comité Emploi et Immigration"), "fr", 6),
    Work("memoire-competences", "Mémoire : une formation continue à la portée de toutes et tous", "brief", "2021-05-20",
         "Lever les obstacles à la formation des personnes en emploi et en recherche d’emploi.", ("competences",), ("AXTRA",), "fr", 6),
    Work("rapport-annuel-2019-2020", "Rapport annuel 2019-2020", "annual_report", "2020-10-08",
         "Une année de mobilisation, et un printemps qui a tout changé.", ("vie-associative", "gouvernance"), ("AXTRA",), "fr", 10),
    Work("rapport-annuel-2020-2021", "Rapport annuel 2020-2021", "annual_report", "2021-09-23",
         "Formations, colloque, représentation : les faits saillants de l’année.", ("vie-associative", "gouvernance"), ("AXTRA",), "fr", 10),
    Work("trousse-mentorat", "Trousse de mentorat entre pairs", "tool", "2021-03-09",
         "Fiches, ententes types et calendrier pour lancer un programme de mentorat.", ("ressources-humaines", "competences")),
    Work("outil-bilan-forces", "Outil : le bilan des forces", "tool", "2021-04-13",
         "Une démarche en trois rencontres, avec cahier de la personne participante.", ("competences",)),
    Work("guide-sante-mentale", "Guide : prendre soin de son équipe", "guide", "2021-06-15",
         "Repérer les signes, ouvrir la conversation, ajuster le travail.", ("sante-mentale", "ressources-humaines"), ("AXTRA",), "fr", 8),
    Work("aide-memoire-reunion-hybride", "Aide-mémoire : réussir une réunion hybride", "memory_aid", "2021-08-31",
         "Avant, pendant, après : ce qui fait la différence.", ("telepratique", "gouvernance"), ("AXTRA",), "fr", 2),
    Work("portrait-jeunesse", "Portrait des services jeunesse dans les régions", "research", "2021-03-30",
         "Qui sont les jeunes accompagnés, où, et avec quels résultats? Un portrait chiffré et des récits.", ("jeunesse",), ("AXTRA",), "fr", 9),
    Work("capsule-diversite-1", "Capsule vidéo : la diversité au quotidien (transcription)", "video", "2021-04-20",
         "Transcription de la première capsule tirée de la formation sur la diversité culturelle.", ("immigration",), ("AXTRA",), "fr", 3),
    Work("capsule-diversite-2", "Capsule vidéo : ajuster ses pratiques (transcription)", "video", "2021-04-27",
         "Transcription de la deuxième capsule.", ("immigration",), ("AXTRA",), "fr", 3),
    Work("infolettre-budget-2021", "Infolettre spéciale : le budget en bref", "newsletter", "2021-03-26",
         "Ce que le budget change pour les organismes en employabilité.", ("marche-du-travail",), ("AXTRA",), "fr", 2),
    Work("guide-gouvernance", "Guide du conseil d’administration en virtuel", "guide", "2020-11-24",
         "Convoquer, délibérer et voter à distance dans les règles.", ("gouvernance",), ("AXTRA",), "fr", 6),
]  # fmt: skip

PARAGRAPHS = {
    "fr": [
        "Ce document a été préparé avec la collaboration de personnes qui accompagnent chaque jour des chercheuses et chercheurs "
        "d’emploi. Il part de situations concrètes et propose des repères plutôt que des recettes : chaque équipe connaît son milieu.",
        "Nous l’avons voulu court et facile à utiliser. Les encadrés reprennent l’essentiel; les annexes contiennent des outils que "
        "l’on peut adapter. Les exemples sont fictifs, mais les difficultés, elles, ont été racontées par les membres.",
        "Trois principes guident l’ensemble : le respect de la personne et de son rythme, la clarté des rôles, et l’évaluation de ce "
        "que l’on fait. Quand un doute subsiste, mieux vaut en parler à une ou un collègue que de décider dans l’isolement.",
        "Les conditions varient d’une région à l’autre : transport, accès à Internet, bassin d’employeurs. Les équipes rencontrées ont "
        "su tirer parti de ces différences en partageant leurs outils et en se donnant des moments d’échange réguliers.",
        "Pour aller plus loin, on trouvera dans la bibliothèque d’AXTRA des outils complémentaires, ainsi que le calendrier des "
        "formations offertes au personnel des organismes membres.",
    ],
    "en": [
        "This document was prepared with people who support job seekers every day. It starts from real situations and offers "
        "landmarks rather than recipes: each team knows its own community.",
        "We wanted it short and easy to use. The boxes carry the essentials; the appendices hold tools that can be adapted. The "
        "examples are invented, but the difficulties were told by members.",
        "Three principles guide the whole: respect for people and their pace, clear roles, and an honest look at results. When in "
        "doubt, talking with a colleague is better than deciding alone.",
        "Conditions differ between regions: transport, internet access, local employers. The teams we met made the most of these "
        "differences by sharing their tools and meeting regularly.",
    ],
}  # fmt: skip
