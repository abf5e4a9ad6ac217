//! Short passages in many typographies, from many countries and pages of a paper, each with its quotations and their
//! speakers: what all rules together must do. What one rule does alone is tested beside it.

use proptest::prelude::*;

use super::*;
use crate::speaker::SpeakerKind;

/// The quotations of a text with their speakers, `-` where nobody is named.
#[track_caller]
fn check(text: &str, expected: &[(&str, &str)]) {
    let article = Article { text: text.to_owned(), ..Article::default() };
    let found = extract(&article, Options::default()).quotations;
    let found: Vec<(&str, &str)> =
        found.iter().map(|quotation| (quotation.text.as_str(), quotation.speaker.as_deref().unwrap_or("-"))).collect();
    assert_eq!(found, expected);
}

#[test]
fn tags_on_either_side() {
    check(
        "“It works,” said Mary Brown. “It will last.”",
        &[("It works,", "Mary Brown"), ("It will last.", "Mary Brown")],
    );
    check("Mary Brown said: “It works.”", &[("It works.", "Mary Brown")]);
    check("“It works,” Mary Brown, 43, a farmer from Ohio, told reporters.", &[("It works,", "Mary Brown")]);
    check("\"It works,\" the home secretary, Mary Brown, said on Monday.", &[("It works,", "Mary Brown")]);
}

#[test]
fn british_titles_verbs_and_marks() {
    check(
        "Chancellor Gordon Brown has defended his budget.\n\nMr Brown told MPs: \"We will not return to boom and bust.\"\n\nHe added: \"The economy is strong.\"\n\nShadow chancellor Oliver Letwin said it was a \"vote-now, pay-later Budget\".",
        &[
            ("We will not return to boom and bust.", "Gordon Brown"),
            ("The economy is strong.", "Gordon Brown"),
            ("vote-now, pay-later Budget", "Oliver Letwin"),
        ],
    );
    check("Lord Holme criticised the plan. ‘It is a scandal,’ he said.", &[("It is a scandal,", "Lord Holme")]);
    check(
        "England captain Steven Gerrard wants more. \"We've got to win the next game,\" the midfielder told BBC Sport.",
        &[("We've got to win the next game,", "Steven Gerrard")],
    );
}

#[test]
fn organisations_and_the_unnamed_speak() {
    check(
        "Sales at Acme Holdings fell in May. \"Trading has been difficult,\" the company said in a statement.",
        &[("Trading has been difficult,", "Acme Holdings")],
    );
    check(
        "Analysts note that prices remain “volatile and hard to predict.”",
        &[("volatile and hard to predict.", "Analysts")],
    );
    check("“We are looking into it,” a Treasury spokesman said.", &[("We are looking into it,", "Treasury spokesman")]);
}

#[test]
fn a_company_is_no_deal_and_may_be_told_by_its_town() {
    check(
        "Shares of Brightwell Energy fell 6%. \"We remain confident in the outlook,\" the Aberdeen-based company said.",
        &[("We remain confident in the outlook,", "Brightwell Energy")],
    );
    check(
        "Investors cheered the deal. “We think that the price is fair,” the company added.",
        &[("We think that the price is fair,", "Company")],
    );
}

#[test]
fn groups_at_the_head_of_a_sentence_are_no_persons() {
    let text = "Campaigners called the ruling “a disgrace”. Regulators described the bank's conduct as “reckless”.";
    check(text, &[("a disgrace", "Campaigners"), ("reckless", "Regulators")]);
    let article = Article { text: text.to_owned(), ..Article::default() };
    for speaker in extract(&article, Options::default()).speakers {
        assert_eq!(speaker.kind, SpeakerKind::Unnamed, "{}", speaker.name);
    }
}

#[test]
fn a_description_ends_before_its_verb() {
    check(
        "A woman in a red coat stopped. “Are you lost?” the woman asked.",
        &[("Are you lost?", "Woman in a red coat")],
    );
}

#[test]
fn handles_name_those_who_post() {
    check(
        "“Can’t believe that this is real,” tweeted @northern_lass, who filmed the flood.",
        &[("Can’t believe that this is real,", "@northern_lass")],
    );
}

#[test]
fn the_one_who_is_told_does_not_speak() {
    check("“I will go,” Mary Brown told John Green.", &[("I will go,", "Mary Brown")]);
    check("Mary Brown told John Green: “I will go.”", &[("I will go.", "Mary Brown")]);
}

#[test]
fn namesakes_are_told_apart() {
    check(
        "Bill Clinton spoke first. Hillary Clinton spoke next. “I agree,” Mrs. Clinton said. “So do I,” Mr. Clinton said.",
        &[("I agree,", "Hillary Clinton"), ("So do I,", "Bill Clinton")],
    );
}

#[test]
fn transcripts_name_their_speakers() {
    check(
        "Chris Wallace met Mike Pence on Sunday.\n\n\"WALLACE: Will she be there tomorrow night?\n\n\"PENCE: She will not be there.\"",
        &[
            ("WALLACE: Will she be there tomorrow night?", "Chris Wallace"),
            ("PENCE: She will not be there.", "Mike Pence"),
        ],
    );
}

#[test]
fn nobody_is_named_where_nobody_can_be() {
    check("“Stop the war, stop it now,” read the sign.", &[("Stop the war, stop it now,", "Sign")]);
    check("“We will never know what happened that night.”", &[("We will never know what happened that night.", "-")]);
}

/// The kinds of a text's speakers, in the order of their first quotation.
#[track_caller]
fn check_kinds(text: &str, expected: &[SpeakerKind]) {
    let article = Article { text: text.to_owned(), ..Article::default() };
    let kinds: Vec<SpeakerKind> =
        extract(&article, Options::default()).speakers.iter().map(|speaker| speaker.kind).collect();
    assert_eq!(kinds, expected);
}

#[test]
fn sportsmen_go_by_country_and_age() {
    check(
        "Russia's Maria Sharapenko beat Lindsay Daventry in three sets. \"I was tired but I kept fighting,\" the 17-year-old said. \"It means a lot,\" added the Russian.",
        &[("I was tired but I kept fighting,", "Maria Sharapenko"), ("It means a lot,", "Maria Sharapenko")],
    );
    check(
        "Arsenal boss Arsene Wexler criticised the striker. \"He has to learn,\" the Gunners boss said. The Frenchman added: \"But he is young.\"",
        &[("He has to learn,", "Arsene Wexler"), ("But he is young.", "Arsene Wexler")],
    );
    check(
        "Chelsea captain Millie Bright scored twice. \"I just hit it and hoped,\" she told reporters after the 2-1 win.",
        &[("I just hit it and hoped,", "Millie Bright")],
    );
    // Many are no one.
    check("The French called it “an insult”. Marie Dupont came later.", &[("an insult", "French")]);
}

#[test]
fn a_noun_before_a_name_says_what_it_is() {
    check_kinds("Campaign group Privacy Watch said the law was \"draconian\".", &[SpeakerKind::Organisation]);
    check(
        "Rock band U4 have announced a tour. \"We can't wait,\" said singer Bonio. The band said tickets would go on sale \"within days\".",
        &[("We can't wait,", "Bonio"), ("within days", "U4")],
    );
    check_kinds("The lawyer Privacy Watch said the law was \"draconian\".", &[SpeakerKind::Person]);
}

#[test]
fn compounds_are_what_their_last_part_is() {
    check(
        "The film's director, Clint Eastman, said he was \"very happy\". The Oscar-winner, 74, said: \"I'm just a kid.\"",
        &[("very happy", "Clint Eastman"), ("I'm just a kid.", "Clint Eastman")],
    );
}

#[test]
fn channels_that_are_told_do_not_speak() {
    check(
        "Paula Radcliffe-Jones will run. The 31-year-old told BBC Five Live: \"My training is going really well.\"",
        &[("My training is going really well.", "Paula Radcliffe-Jones")],
    );
}

#[test]
fn each_clause_has_its_own_speaker() {
    check(
        "China said the sanctions were “illegal and unjustified”, while the White House called them “proportionate”.",
        &[("illegal and unjustified", "China"), ("proportionate", "White House")],
    );
    check(
        "Mary Brown said the plan was “bold” and called it “overdue”.",
        &[("bold", "Mary Brown"), ("overdue", "Mary Brown")],
    );
}

#[test]
fn a_group_is_the_one_named_before_but_a_crowd_is_not() {
    check(
        "Al-Shabaab claimed responsibility. “Our fighters did it,” the group said. “Shame on you,” the crowd shouted.",
        &[("Our fighters did it,", "Al-Shabaab"), ("Shame on you,", "Crowd")],
    );
}

#[test]
fn a_first_name_alone_tells_a_woman() {
    check(
        "Melanie met Trump at the rally. “He was kind,” she said. “I won,” he said.",
        &[("He was kind,", "Melanie"), ("I won,", "Trump")],
    );
}

#[test]
fn peoples_are_no_persons() {
    check_kinds("Americans said they felt “abandoned by both parties”.", &[SpeakerKind::Unnamed]);
}

#[test]
fn who_speaks_may_be_named_later() {
    check("“I saw everything,” she said. Carla Neumann was walking home.", &[("I saw everything,", "Carla Neumann")]);
    check("“I saw everything,” she said. The street was dark.", &[("I saw everything,", "-")]);
}

#[test]
fn lords_have_seats_and_letters() {
    check(
        "A Foreign Office minister, Lord Ahmad of Wimbledon, said the UK was “gravely concerned”.",
        &[("gravely concerned", "Lord Ahmad")],
    );
    check("Rt Hon Margaret Steele MSP said ministers had \"lost the plot\".", &[("lost the plot", "Margaret Steele")]);
}

#[test]
fn every_typography() {
    check(
        "‘We don’t think it’s the council’s job to clean up after developers,’ said Priya Nair, a resident of Hackney.",
        &[("We don’t think it’s the council’s job to clean up after developers,", "Priya Nair")],
    );
    check(
        "'We've had enough of politicians' promises,' said Janet Moss, 61. 'They're all the same.'",
        &[("We've had enough of politicians' promises,", "Janet Moss"), ("They're all the same.", "Janet Moss")],
    );
    check(
        "Il n'a pas réagi. « Nous ne céderons pas », said Éric Lefèvre, the mayor of Lens.",
        &[("Nous ne céderons pas", "Éric Lefèvre")],
    );
    check(
        "„Wir schaffen das nicht allein“, said Jürgen Weiß, head of the union's Hamburg branch.",
        &[("Wir schaffen das nicht allein", "Jürgen Weiß")],
    );
    check(
        "Jane Whitlock said: “We have never seen numbers like this.\n\n“Last year it was forty a night.\n\n“Something has to give.”",
        &[
            ("We have never seen numbers like this.", "Jane Whitlock"),
            ("Last year it was forty a night.", "Jane Whitlock"),
            ("Something has to give.", "Jane Whitlock"),
        ],
    );
    check(
        "The striker is 6'2\" tall; the '90s were rock 'n' roll years, and the players' wives' club met on Tuesday.",
        &[],
    );
}

#[test]
fn courts_firms_and_posts() {
    check(
        "Det. Sgt. Kerry Lomax, of West Mercia Police, said: “We are appealing for witnesses.”",
        &[("We are appealing for witnesses.", "Kerry Lomax")],
    );
    check(
        "Halvorsen Foods Inc. (NYSE: HLV) cut its forecast. “Consumers are trading down,” Chief Executive Jane Doe said in a statement.",
        &[("Consumers are trading down,", "Jane Doe")],
    );
    check(
        "Pixelforge, which makes the Lumo headset, apologised. \"We got this wrong,\" the start-up wrote in a blog post.",
        &[("We got this wrong,", "Pixelforge")],
    );
    check(
        "“Shipping today. Tell us what breaks,” Lumo co-founder Anaïs Berger wrote on X.",
        &[("Shipping today. Tell us what breaks,", "Anaïs Berger")],
    );
    check(
        "President Amadou Keïta was quoted as saying the talks were “a waste of time”.",
        &[("a waste of time", "Amadou Keïta")],
    );
    check(
        "In Ruth Calloway's words: “You cannot eat a league table.”",
        &[("You cannot eat a league table.", "Ruth Calloway")],
    );
    check(
        "As Ruth Calloway put it, “nobody reads the small print.”",
        &[("nobody reads the small print.", "Ruth Calloway")],
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    /// Whatever stands in an article, every quotation stands verbatim at its place.
    #[test]
    fn any_text_is_survived(text in r#"([“”"'‘’«»`a-z .,:?!()\n—-]|Trump|said|Mr\.|he|told|that|as|é|😀|\u{301}|According to|<b>){0,120}"#) {
        for indirect in [false, true] {
            let article = Article { text: text.clone(), ..Article::default() };
            let extraction = extract(&article, Options { indirect });
            let positions = crate::text::Positions::new(&text);
            for quotation in &extraction.quotations {
                let span = positions.span(quotation.at.expect("a quotation has a place")).expect("it lies in the text");
                prop_assert_eq!(span.of(&text), &quotation.text);
            }
        }
    }
}
