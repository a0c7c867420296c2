"""Given and family names, combined at random: nobody real is meant."""

GIVEN = [
    "Amélie", "Karine", "Maude", "Fatou", "Nadia", "Chloé", "Isabelle", "Mélanie", "Sophie", "Geneviève", "Josée",
    "Marie-Ève", "Annie", "Catherine", "Valérie", "Julie", "Lina", "Samira", "Noémie", "Audrey", "Stéphanie", "Hélène",
    "Rosalie", "Ariane", "Florence", "Léa", "Camille", "Jeanne", "Élise", "Béatrice", "Myriam", "Thérèse", "Gabrielle",
    "Marc-Antoine", "Étienne", "Mathieu", "Olivier", "Youssef", "Karim", "Félix", "Guillaume", "Simon", "Alexandre",
    "Benoît", "Philippe", "Samuel", "Vincent", "Hugo", "Raphaël", "Louis", "Nicolas", "Jérôme", "Antoine", "Charles",
    "Ousmane", "Diego", "Minh", "Tomas", "Pascal", "Yannick", "Réjean", "Sylvain", "Claude", "Dominique",
]  # fmt: skip
FAMILY = [
    "Tremblay", "Gagnon", "Roy", "Côté", "Bouchard", "Gauthier", "Morin", "Lavoie", "Fortin", "Gagné", "Ouellet",
    "Pelletier", "Bélanger", "Lévesque", "Bergeron", "Leblanc", "Paquette", "Girard", "Simard", "Boucher", "Caron",
    "Beaulieu", "Cloutier", "Dubé", "Poirier", "Fournier", "Lapointe", "Leclerc", "Lefebvre", "Poulin", "Thibault",
    "St-Pierre", "Nadeau", "Martel", "Hébert", "Desjardins", "Diallo", "Nguyen", "Benali", "Haddad", "Traoré", "Mendoza",
    "Charbonneau", "Villeneuve", "Archambault", "Rousseau", "Létourneau", "Vachon", "Beauchamp", "Laflamme", "Picard",
    "Deschênes", "Grenier", "Proulx", "Savard", "Turcotte", "Blais", "Lemieux", "Gosselin", "Marchand", "Perreault",
]  # fmt: skip
