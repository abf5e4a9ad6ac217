//! Whom titles, parts in a case and words for an age mean: each test gives an article and the speakers of its quotations.

use super::tests::check;

#[test]
fn a_capitalised_office_and_the_titled_name_beside_it_are_one() {
    check(
        "The Divisional Police Officer, DSP Tunde Bako, described the claim as “laughable”.\n\n“We came at once and we \
         came in force,” the officer added.",
        &["Tunde Bako", "Tunde Bako"],
    );
    check(
        "The Controller of the Harbour Service, Mr Uche Bako, denied it. “We came within ten minutes,” the controller \
         said.",
        &["Uche Bako"],
    );
}

#[test]
fn a_second_reference_may_be_a_first_name() {
    check(
        "The owner, Alhaj Masudur Karim, was angry. “We follow every rule there is,” Masudur told reporters.",
        &["Masudur Karim"],
    );
}

#[test]
fn parts_in_court_are_told_by_what_people_did() {
    check(
        "A bench headed by Justice Salma Raza ruled on a petition filed by Huma Bibi, a teacher in Bara.\n\n“We have one \
         book for five girls,” the petitioner said.\n\n“So where did the books go?” the bench asked.",
        &["Huma Bibi", "Salma Raza"],
    );
}

#[test]
fn the_person_is_the_one_without_a_name() {
    check(
        "Calla Brandt runs the shop. One of the people said the founder would sell.\n\n“He will not give it away for \
         nothing,” the person said.",
        &["One of the people"],
    );
}

#[test]
fn words_for_an_age_stand_for_the_person_of_that_age() {
    check(
        "Nigel Tarrow, 71, felled the tree of Kerry Brillow, 38.\n\nBrillow wept.\n\n“I would do it all again \
         tomorrow,” the pensioner said.",
        &["Nigel Tarrow"],
    );
}

#[test]
fn a_name_follows_whom_a_noun_points_at() {
    check(
        "Mayor Lena Mavros rejected a suggestion from one councillor.\n\nThat councillor, Tomas Weir, had the papers for \
         three hours. “You can weigh it, but you cannot read it,” the councillor said.",
        &["Tomas Weir"],
    );
}

#[test]
fn a_release_is_its_issuers() {
    check(
        "The Delta Transport Authority (DTA) in a press release said the boat’s papers were “valid up to December”.",
        &["Delta Transport Authority"],
    );
}

#[test]
fn a_byline_introduces_nobody() {
    check(
        "Wall torn down while family was away\n\nBy Jean Poole\n\nPublished: 9 August\n\nA mother-of-two says she has \
         been left “devastated” by it.\n\nKerry Brillow, 38, had been in Spain.\n\nBut the mother-of-two said: “My dad \
         built that wall himself.”",
        &["Kerry Brillow", "Kerry Brillow"],
    );
}

#[test]
fn a_role_beside_a_shared_surname_decides() {
    check(
        "Peter Dube is a parent. His sister, Grace Dube, a union organizer, led the meeting. Nobody left.\n\n“We were \
         patient for long enough,” said Dube, the union organizer.",
        &["Grace Dube"],
    );
}

#[test]
fn a_surname_keeps_its_particle() {
    check(
        "Lindi van Rensen came out with a paper. Peter Dube laughed.\n\n“I have known him for years,” Van Rensen said.",
        &["Lindi van Rensen"],
    );
}

#[test]
fn whom_somebody_is_asked_about_does_not_answer() {
    check(
        "Deputy Commissioner Mizan Karim spoke. “They sold too many tickets,” Karim said. Asked if Anis Mia would be \
         arrested, he said: “The law will take its course.”",
        &["Mizan Karim", "Mizan Karim"],
    );
}

#[test]
fn who_gives_only_a_name_has_it() {
    check(
        "Inspector Esi Boatey spoke first. A young man who gave his name only as Issah stood by the river. The young man \
         shook his head. “If they close the pit, who will feed us?” he said.",
        &["Issah"],
    );
}

#[test]
fn the_prime_minister_is_no_other_minister() {
    check(
        "Housing minister Alison Frame has resigned. The prime minister wrote that he was “sorry, but not at all \
         surprised” to lose her.",
        &["Prime minister"],
    );
}
