"""How a pasted list of people reads."""

from training.colleagues.rules import Named, read_people


def test_lists_are_read_as_people_paste_them():
    found, unread = read_people(
        [
            "Prénom;Nom;Courriel",
            "Léa;Roy;Lea.Roy@exemple.test",
            "Marc Côté <marc@exemple.test>",
            "zoe@exemple.test",
            "lea.roy@exemple.test",
            "",
            "Personne sans adresse",
        ]
    )
    assert found == [
        Named("lea.roy@exemple.test", "Léa", "Roy"),
        Named("marc@exemple.test", "Marc", "Côté"),
        Named("zoe@exemple.test"),
    ]
    assert unread == ["Personne sans adresse"]
    assert read_people(["Personne"])[1] == ["Personne"]
