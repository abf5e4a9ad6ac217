//! Sentences whose verbs have the right subjects only if their clauses are kept apart.

use crate::extract::attribution::testing::check_speakers as check;

#[test]
fn a_verb_may_follow_a_relative_clause() {
    check("The miller, who cut short his Brim visit, called the flood “a disgrace” on Monday.", &["Miller"]);
    check("A roofer who fleeced a widow of her life savings told her she was “lucky to be alive”.", &["Roofer"]);
    check("A clerk who had met Peter Dahl told Mara Quist that it was “a pity”.", &["Clerk"]);
    check("The clerk who said Peter Dahl told him “no” has left.", &["Peter Dahl"]);
    check(
        "It is a wish of Gov. Mara Quist, a liberal, who has called the wheel “the best thing in the valley”.",
        &["Mara Quist"],
    );
}

#[test]
fn the_clause_after_a_conjunction_has_its_own_subject() {
    check(
        "“We will pay by June,” the minister, Mara Quist, said, but her deputy, Peter Dahl, asked: “With what money?”",
        &["Mara Quist", "Peter Dahl"],
    );
    check("Mara Quist confirmed that millers had come from Brim, but said this was “quite normal”.", &["Mara Quist"]);
    check(
        "Mara Quist confirmed a report had been made but declined to talk, saying it was “too early”.",
        &["Mara Quist"],
    );
}

#[test]
fn a_participle_belongs_to_the_main_clause() {
    check(
        "Millers have given the council a week after a child was hurt on Monday, saying that they would “act alone”.",
        &["Millers"],
    );
    check("Mara Quist promised that the millers would be paid, adding, “We have never failed you.”", &["Mara Quist"]);
    check(
        "Small groups of millers walked on, circling the hall - where the Brim Rovers played Marsh Town - while chanting, “Let it turn.”",
        &["Millers"],
    );
    check("Hundreds of millers outside the ministry sang, “No pay, no flour,” on Monday.", &["Millers"]);
}

#[test]
fn a_verb_with_an_agent_describes_a_noun() {
    check("The agency said the figures submitted by some millers were “grossly inflated”.", &["Agency"]);
    check("A draft seen by the Brim Mail describes the raid as “an act of vengeance”.", &["Draft"]);
}

#[test]
fn a_thing_before_that_speaks() {
    check("Nine hundred people signed a petition that calls the rule “absurd and joyless”.", &["Petition"]);
    check("She denied that her campaign was behind a banner near the jetty that read “Slow people”.", &["Banner"]);
    check("A miller has filed a lawsuit accusing the city of “drowning the valley”.", &["Lawsuit"]);
}

#[test]
fn what_somebody_says_has_subjects_of_its_own() {
    check(
        "Mara Quist said that Peter Dahl is a “good man,” and said that Ivo Marsh “sank the ship”.",
        &["Mara Quist", "Mara Quist"],
    );
    check("Mara Quist joked that flour was her cure, but went on to say, “There are better ones.”", &["Mara Quist"]);
    check(
        "The clerk declined to say what Peter Dahl had paid but said there was no bill, adding: “We will look for it.”",
        &["Clerk"],
    );
    check("Mara Quist rejected the notion that millers could leave, arguing that it was “too late”.", &["Mara Quist"]);
    check("A clerk who spoke quietly to defend Peter Dahl said on Monday, “There are talks.”", &["Clerk"]);
    check(
        "Mara Quist said it was “clear” that the wheel was rotten, and that Ivo Marsh faced a “sure” fall.",
        &["Mara Quist", "Mara Quist"],
    );
}

#[test]
fn a_document_that_was_sent_is_the_subject_all_the_same() {
    check(
        "A memo sent to millers the morning after the flood thanked them for “standing firm in hard times” and urged them to rest.",
        &["Memo"],
    );
}

#[test]
fn what_stands_behind_a_preposition_is_not_the_subject() {
    check("Petra Lind of the charity Clear Brooks called it “a disgrace”.", &["Petra Lind"]);
    check("The Brim Mill Board (BMB) in a press release said the wheel was “safe until May”.", &["Brim Mill Board"]);
}
