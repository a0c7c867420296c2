"""Municipalities of 16 regions, with coordinates and the beginning of their postal code."""

from typing import NamedTuple


class Place(NamedTuple):
    region: str
    name: str
    latitude: float
    longitude: float
    postal: str


PLACES = [
    Place("01", "Rimouski", 48.449, -68.524, "G5L"),
    Place("01", "Rivière-du-Loup", 47.836, -69.535, "G5R"),
    Place("01", "Matane", 48.844, -67.523, "G4W"),
    Place("01", "Témiscouata-sur-le-Lac", 47.683, -68.880, "G0L"),
    Place("02", "Saguenay", 48.428, -71.068, "G7H"),
    Place("02", "Alma", 48.550, -71.649, "G8B"),
    Place("02", "Roberval", 48.518, -72.231, "G8H"),
    Place("02", "Dolbeau-Mistassini", 48.879, -72.232, "G8L"),
    Place("03", "Québec", 46.813, -71.208, "G1K"),
    Place("03", "Beauport", 46.864, -71.190, "G1E"),
    Place("03", "Sainte-Foy", 46.781, -71.287, "G1V"),
    Place("03", "La Malbaie", 47.654, -70.153, "G5A"),
    Place("03", "Saint-Raymond", 46.900, -71.833, "G3L"),
    Place("04", "Trois-Rivières", 46.343, -72.543, "G9A"),
    Place("04", "Shawinigan", 46.567, -72.749, "G9N"),
    Place("04", "La Tuque", 47.437, -72.785, "G9X"),
    Place("05", "Sherbrooke", 45.404, -71.893, "J1H"),
    Place("05", "Magog", 45.266, -72.148, "J1X"),
    Place("05", "Lac-Mégantic", 45.578, -70.885, "G6B"),
    Place("05", "Granby", 45.400, -72.733, "J2G"),
    Place("06", "Montréal", 45.508, -73.554, "H2X"),
    Place("06", "Rosemont", 45.551, -73.585, "H1Y"),
    Place("06", "Verdun", 45.459, -73.570, "H4G"),
    Place("06", "Saint-Laurent", 45.505, -73.688, "H4L"),
    Place("06", "Montréal-Nord", 45.598, -73.631, "H1G"),
    Place("06", "Lachine", 45.441, -73.689, "H8S"),
    Place("06", "Anjou", 45.613, -73.549, "H1K"),
    Place("06", "Pointe-Claire", 45.449, -73.816, "H9R"),
    Place("07", "Gatineau", 45.477, -75.702, "J8X"),
    Place("07", "Buckingham", 45.588, -75.418, "J8L"),
    Place("07", "Maniwaki", 46.381, -75.966, "J9E"),
    Place("08", "Rouyn-Noranda", 48.239, -79.014, "J9X"),
    Place("08", "Val-d’Or", 48.097, -77.797, "J9P"),
    Place("08", "Amos", 48.567, -78.117, "J9T"),
    Place("09", "Baie-Comeau", 49.217, -68.149, "G4Z"),
    Place("09", "Sept-Îles", 50.201, -66.382, "G4R"),
    Place("11", "Gaspé", 48.831, -64.487, "G4X"),
    Place("11", "Chandler", 48.349, -64.679, "G0C"),
    Place("11", "Les Îles-de-la-Madeleine", 47.383, -61.867, "G4T"),
    Place("12", "Lévis", 46.803, -71.178, "G6V"),
    Place("12", "Saint-Georges", 46.114, -70.665, "G5Y"),
    Place("12", "Thetford Mines", 46.094, -71.306, "G6G"),
    Place("12", "Montmagny", 46.981, -70.555, "G5V"),
    Place("13", "Laval", 45.606, -73.712, "H7N"),
    Place("13", "Chomedey", 45.539, -73.746, "H7W"),
    Place("13", "Vimont", 45.609, -73.722, "H7M"),
    Place("14", "Joliette", 46.017, -73.442, "J6E"),
    Place("14", "Terrebonne", 45.700, -73.647, "J6W"),
    Place("14", "Repentigny", 45.742, -73.450, "J6A"),
    Place("15", "Saint-Jérôme", 45.780, -74.003, "J7Z"),
    Place("15", "Sainte-Agathe-des-Monts", 46.050, -74.283, "J8C"),
    Place("15", "Mont-Laurier", 46.550, -75.500, "J9L"),
    Place("15", "Sainte-Thérèse", 45.639, -73.828, "J7E"),
    Place("16", "Longueuil", 45.531, -73.518, "J4K"),
    Place("16", "Brossard", 45.467, -73.450, "J4Z"),
    Place("16", "Saint-Hyacinthe", 45.630, -72.957, "J2S"),
    Place("16", "Salaberry-de-Valleyfield", 45.250, -74.130, "J6T"),
    Place("16", "Sorel-Tracy", 46.042, -73.114, "J3P"),
    Place("16", "Saint-Jean-sur-Richelieu", 45.307, -73.262, "J3B"),
    Place("17", "Drummondville", 45.883, -72.484, "J2C"),
    Place("17", "Victoriaville", 46.050, -71.967, "G6P"),
    Place("17", "Bécancour", 46.340, -72.432, "G9H"),
]

BRANDS = [
    "Boussole-Emploi", "L’Aiguillage", "Cap Parcours", "Passerelle Travail", "Le Jalon", "Tremplin Boréal",
    "Horizon Métier", "Le Gouvernail", "Clé de voûte", "Sillage Emploi", "L’Établi", "Point de départ",
    "Trajet Neuf", "La Relance collective", "Carrefour du savoir-faire", "Le Fil d’Ariane",
]  # fmt: skip
"""Invented names; joined to a municipality they make an organisation that exists only here."""

SPECIALITIES = {
    "jeunes": "Jeunes",
    "personnes-immigrantes": "Personnes immigrantes",
    "personnes-handicapees": "Personnes handicapées",
    "premieres-nations": "Premières Nations et Inuit",
    "travailleurs-experimentes": "Travailleuses et travailleurs expérimentés",
    "femmes": "Femmes",
    "personnes-judiciarisees": "Personnes judiciarisées",
    "toute-clientele": "Toute clientèle",
}
MEASURES = {"sae": "Services d’aide à l’emploi", "ppe": "Projets de préparation à l’emploi", "icte": "ICTE"}
