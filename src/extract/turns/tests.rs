//! Short transcripts, interviews and texts that only look like them.

use super::super::{Options, extract};
use crate::article::{Article, Metadata};
use crate::quotation::Kind;

/// The turns of a text with their speakers, `-` where nobody is named, `+` before those that go on.
#[track_caller]
fn check_article(article: &Article, expected: &[(&str, &str)]) {
    let found = extract(article, Options::default()).quotations;
    let found: Vec<(String, String)> = found
        .iter()
        .filter(|quotation| quotation.kind == Some(Kind::Turn))
        .map(|turn| {
            let sign = if turn.continues.is_some() { "+" } else { "" };
            (format!("{sign}{}", turn.speaker.as_deref().unwrap_or("-")), turn.text.clone())
        })
        .collect();
    let found: Vec<(&str, &str)> = found.iter().map(|(speaker, words)| (speaker.as_str(), words.as_str())).collect();
    assert_eq!(found, expected);
}

#[track_caller]
fn check(text: &str, expected: &[(&str, &str)]) {
    check_article(&Article { text: text.to_owned(), ..Article::default() }, expected);
}

#[track_caller]
fn check_none(text: &str) {
    check(text, &[]);
}

#[test]
fn labels_in_capitals_name_people_introduced_in_full() {
    check(
        "JOANNA HALVORSEN, HOST: Good evening. Minister, will the bridge be built?\n\nPETER OKONJO, TRANSPORT MINISTER: It will. We signed on Monday.\n\nHALVORSEN: And who pays?\n\nOKONJO: We all do.\n\nThat is how bridges work. (Laughter.)\n\nENDS\n\nMedia contact: Lena Roth 555 0199",
        &[
            ("Joanna Halvorsen", "Good evening. Minister, will the bridge be built?"),
            ("Peter Okonjo", "It will. We signed on Monday."),
            ("Joanna Halvorsen", "And who pays?"),
            ("Peter Okonjo", "We all do."),
            ("+Peter Okonjo", "That is how bridges work."),
        ],
    );
}

#[test]
fn offices_and_reporters_speak() {
    let meta = Metadata { title: Some("Remarks by President Oduya at the Port".to_owned()), ..Metadata::default() };
    let text = "Q    Mr. President, are you going?\n\nTHE PRESIDENT:  I am.\n\nQ    When?\n\nTHE PRESIDENT:  Tomorrow, I think.\n\nMS. TALBOT:  Thank you, everybody.\n\n5:10 P.M. EST";
    check_article(
        &Article { meta, text: text.to_owned(), ..Article::default() },
        &[
            ("Reporter", "Mr. President, are you going?"),
            ("Oduya", "I am."),
            ("Reporter", "When?"),
            ("Oduya", "Tomorrow, I think."),
            ("Talbot", "Thank you, everybody."),
        ],
    );
}

#[test]
fn parliaments_end_labels_with_a_full_stop() {
    check(
        "The CHAIRMAN. The committee will come to order. Mr. Delacroix, you may begin.\n\nMr. DELACROIX. Thank you, Mr. Chairman. I have a short statement.\n\nThe CHAIRMAN. Please go on.\n\nMr. DELACROIX. We need the money.",
        &[
            ("Chairman", "The committee will come to order. Mr. Delacroix, you may begin."),
            ("Delacroix", "Thank you, Mr. Chairman. I have a short statement."),
            ("Chairman", "Please go on."),
            ("Delacroix", "We need the money."),
        ],
    );
}

#[test]
fn initials_stand_for_names_that_the_text_gives() {
    check(
        "Our editor Mira Solberg met the painter Tomas Lind in his studio.\n\n**MS:** Why do you paint boats?\n\n**TL:** Because I never learned to sail.\n\n**MS:** Will you?\n\n**TL:** No. I’m too old.",
        &[
            ("Mira Solberg", "Why do you paint boats?"),
            ("Tomas Lind", "Because I never learned to sail."),
            ("Mira Solberg", "Will you?"),
            ("Tomas Lind", "No. I’m too old."),
        ],
    );
}

#[test]
fn questions_and_answers_are_those_of_people() {
    check(
        "The gardener Ines Castellano has won the prize. We spoke to Ines Castellano on Friday.\n\nQ: How did you begin?\n\nA: I had a pot of basil, and I wanted another.\n\nQ: Did you think of winning?\n\nA: Never. My neighbours did.",
        &[
            ("Interviewer", "How did you begin?"),
            ("Ines Castellano", "I had a pot of basil, and I wanted another."),
            ("Interviewer", "Did you think of winning?"),
            ("Ines Castellano", "Never. My neighbours did."),
        ],
    );
}

#[test]
fn bold_questions_are_answered_below() {
    check(
        "We spoke to the baker Omar Haddad about his ovens.\n\n**How did you begin?**\n\nI was nine, and my father needed help.\n\nSo I helped.\n\n**Did you like it?**\n\nI did. It was warm.\n\n**Would you do it again, if you could?**\n\nYes, I would.\n\n*This conversation was shortened.*",
        &[
            ("Interviewer", "How did you begin?"),
            ("Omar Haddad", "I was nine, and my father needed help."),
            ("+Omar Haddad", "So I helped."),
            ("Interviewer", "Did you like it?"),
            ("Omar Haddad", "I did. It was warm."),
            ("Interviewer", "Would you do it again, if you could?"),
            ("Omar Haddad", "Yes, I would."),
        ],
    );
}

#[test]
fn plain_questions_are_answered_where_an_interview_is_announced() {
    let questions = "What drew you to clay?\n\nI liked that it forgives.\n\nDo you still make mistakes?\n\nEvery day. I keep them.\n\nWhat would you tell your younger self?\n\nThat I should have begun sooner.";
    check(
        &format!("The potter Simone Dubois answered our questions by mail.\n\n{questions}"),
        &[
            ("Interviewer", "What drew you to clay?"),
            ("Simone Dubois", "I liked that it forgives."),
            ("Interviewer", "Do you still make mistakes?"),
            ("Simone Dubois", "Every day. I keep them."),
            ("Interviewer", "What would you tell your younger self?"),
            ("Simone Dubois", "That I should have begun sooner."),
        ],
    );
    check_none(&format!("Clay is patient.\n\n{questions}"));
}

#[test]
fn offices_and_numbers_get_names() {
    check(
        "An interview with the Minister for Health, Greta Holm.\n\nHOST: Are the wards full?\n\nMINISTER: They are busy. I saw three.\n\nHOST: Thank you, Minister.\n\nMINISTER: Thank you.",
        &[
            ("Host", "Are the wards full?"),
            ("Greta Holm", "They are busy. I saw three."),
            ("Host", "Thank you, Minister."),
            ("Greta Holm", "Thank you."),
        ],
    );
    check(
        "Speaker 1: Can you tell me your name?\nSpeaker 2: My name is Petra Lindgren, and I bake.\nSpeaker 1: Since when?\nSpeaker 2: I began at nine.",
        &[
            ("Speaker 1", "Can you tell me your name?"),
            ("Petra Lindgren", "My name is Petra Lindgren, and I bake."),
            ("Speaker 1", "Since when?"),
            ("Petra Lindgren", "I began at nine."),
        ],
    );
}

#[test]
fn names_on_lines_of_their_own_have_times() {
    let text = "Ana Brandt  00:01\nWe are live from the harbour. Can you hear us?\n\nJon Vega  00:09\nI can hear you well.\n\nAna Brandt  00:12\nThen tell us what you see.\n";
    let found = extract(&Article { text: text.to_owned(), ..Article::default() }, Options::default()).quotations;
    let times: Vec<Option<&str>> = found.iter().map(|turn| turn.time.as_deref()).collect();
    assert_eq!(times, [Some("00:01"), Some("00:09"), Some("00:12")]);
    assert_eq!(found[1].speaker.as_deref(), Some("Jon Vega"));
}

#[test]
fn surnames_that_are_words_alternate_with_reporters() {
    check(
        "JOURNALIST: Will you go?\n\nBROOK: “Will you go?” That is an odd question.\n\nJOURNALIST: Will you?\n\nBROOK: I will.",
        &[
            ("Journalist", "Will you go?"),
            ("Brook", "“Will you go?” That is an odd question."),
            ("Journalist", "Will you?"),
            ("Brook", "I will."),
        ],
    );
    check_none(
        "NOTE: We open at nine.\n\nNOTE: You can park behind the hall.\n\nNOTE: Bring a coat, we have no heating.",
    );
}

#[test]
fn courts_name_who_asks_above_the_questions() {
    check(
        "THE COURT: You may begin.\n\nDIRECT EXAMINATION\n\nBY MS. CASTELLANO:\n\nQ.   Where were you?\n\nA.   I was at home.\n\nMR. OKONJO: Objection.\n\nTHE COURT: Overruled.\n\nCROSS-EXAMINATION\n\nBY MR. OKONJO:\n\nQ.   Were you alone?\n\nA.   I was.",
        &[
            ("Court", "You may begin."),
            ("Castellano", "Where were you?"),
            ("Interviewee", "I was at home."),
            ("Okonjo", "Objection."),
            ("Court", "Overruled."),
            ("Okonjo", "Were you alone?"),
            ("Interviewee", "I was."),
        ],
    );
}

#[test]
fn messages_of_a_chat_are_turns() {
    let text = "13/05/2024, 18:58 - Ana created group “Boats”\n13/05/2024, 19:02 - Ana: who took the oars\n13/05/2024, 19:03 - uncle jon: Not me.\nI was at work.\n13/05/2024, 19:04 - Mira left\n13/05/2024, 19:05 - Ana: hm\n";
    check(
        text,
        &[("Ana", "who took the oars"), ("uncle jon", "Not me."), ("+uncle jon", "I was at work."), ("Ana", "hm")],
    );
    let found = extract(&Article { text: text.to_owned(), ..Article::default() }, Options::default()).quotations;
    let times: Vec<Option<&str>> =
        found.iter().filter(|found| found.kind == Some(Kind::Turn)).map(|turn| turn.time.as_deref()).collect();
    assert_eq!(times, [Some("19:02"), Some("19:03"), None, Some("19:05")]);
    check_none("13/05/2024, 19:02 - Doors open\n13/05/2024, 20:00 - Concert\n13/05/2024, 22:00 - Doors close\n");
}

#[test]
fn questions_in_italics_are_answered_below() {
    check(
        "We met the singer Ama Boateng in her kitchen.\n\n*Why taxi drivers?*\n\nBecause they sing already. I heard them.\n\n> “I heard them.”\n\n*How did you persuade them?*\n\nI paid them.\n\n## The hall\n\n*Would you do it again?*\n\nI would, gladly.\n\n*Ama Boateng’s record is out now.*",
        &[
            ("Interviewer", "Why taxi drivers?"),
            ("Ama Boateng", "Because they sing already. I heard them."),
            ("Interviewer", "How did you persuade them?"),
            ("Ama Boateng", "I paid them."),
            ("Interviewer", "Would you do it again?"),
            ("Ama Boateng", "I would, gladly."),
        ],
    );
    check_none(
        "*Will it rain?*\n\nIt may.\n\n*Is the bridge open?*\n\nThe bridge is open until nine.\n\n*Who pays?*\n\nThe county does.",
    );
}

#[test]
fn lines_at_the_head_say_who_asks() {
    check(
        "# Voices\n\n**Interviewer:** Samir Wadia\n\n**Place:** her kitchen\n\nInterviewer: When did you start?\n\nMrs. Tolliver: I was fourteen.\n\nInterviewer: What did they pay?\n\nMrs. Tolliver: I got eleven cents.",
        &[
            ("Samir Wadia", "When did you start?"),
            ("Tolliver", "I was fourteen."),
            ("Samir Wadia", "What did they pay?"),
            ("Tolliver", "I got eleven cents."),
        ],
    );
}

/// The passages in marks inside the turns of a text, with their speakers.
#[track_caller]
fn check_quoted(text: &str, expected: &[(&str, &str)]) {
    let found = extract(&Article { text: text.to_owned(), ..Article::default() }, Options::default()).quotations;
    let quoted: Vec<(&str, &str)> = found
        .iter()
        .filter(|quotation| quotation.kind != Some(Kind::Turn))
        .map(|quotation| (quotation.speaker.as_deref().unwrap_or("-"), quotation.text.as_str()))
        .collect();
    assert_eq!(quoted, expected);
}

#[test]
fn people_quote_themselves_and_each_other() {
    check_quoted(
        "HANNA VOGEL: You told us in May that “no tree will fall”. Will it?\n\nIVO MARIC: I thought, “Not again.” Then my neighbour rang me and said, “They are under the roof.” And I was like, “Fine.”\n\nVOGEL: The mayor called it “a shambles”. Did she?\n\nMARIC: She did. “Wait for spring,” she told me. I’m told “it is a matter of weeks.”",
        &[
            ("Ivo Maric", "no tree will fall"),
            ("Ivo Maric", "Not again."),
            ("Neighbour", "They are under the roof."),
            ("Ivo Maric", "Fine."),
            ("Mayor", "a shambles"),
            ("Mayor", "Wait for spring,"),
            ("-", "it is a matter of weeks."),
        ],
    );
}

#[test]
fn signs_notes_and_callers_are_quoted() {
    check_quoted(
        "Sam Vale spoke with the boat builder Ida Roe.\n\n**Sam Vale:** Welcome to the harbour. How did it begin?\n\n**Ida Roe:** He laughed. “You are late,” he said. The note on the door said “Back in five minutes”. We had a sign which read “No dogs are allowed.” I heard my mother call, “Supper is ready!”\n\n**Sam Vale:** What then?\n\n**Ida Roe:** I asked my uncle, “Are you sure?” He said, “No, I am not.”",
        &[
            ("He", "You are late,"),
            ("Note", "Back in five minutes"),
            ("Sign", "No dogs are allowed."),
            ("Mother", "Supper is ready!"),
            ("Ida Roe", "Are you sure?"),
            ("Uncle", "No, I am not."),
        ],
    );
    // A label far above is nobody whom a turn speaks of.
    check_quoted(
        "STUDIO: And now to the coast.\n\nBETT AMES: They said eight weeks.\n\nSTUDIO: Who did?\n\nAMES: Everyone did. I have heard it before.\n\nJOAN REED: I have the harbour board’s letter: “The works will be complete by March.” It is May.\n\nSTUDIO: Thank you.",
        &[("Harbour board", "The works will be complete by March.")],
    );
}

#[test]
fn terms_and_questions_repeated_are_told_apart() {
    check_quoted(
        "HANNA VOGEL: Is it true that you sleep in the boat?\n\nIVO MARIC: “Is it true that you sleep in the boat?” Who asks that? We offer a “free night” to guests, and the cabin is called “The Nest”.\n\nVOGEL: And the harbour?\n\nMARIC: I like it. I have the harbour board’s letter: “You may stay until the end of March.”",
        &[
            ("Hanna Vogel", "Is it true that you sleep in the boat?"),
            ("Harbour board", "You may stay until the end of March."),
        ],
    );
}

#[test]
fn everything_in_subtitles_is_spoken() {
    let meta = Metadata { format: Some("vtt".to_owned()), ..Metadata::default() };
    let article =
        Article { meta, text: "The ferry has left.\n\nAda: When?\n\nIn the rain.\n".to_owned(), ..Article::default() };
    check_article(
        &article,
        &[("-", "The ferry has left."), ("-", "Ada: When?"), ("+-", "In the rain.")][..1]
            .iter()
            .copied()
            .chain([("Ada", "When?"), ("+Ada", "In the rain.")])
            .collect::<Vec<_>>(),
    );
}

#[test]
fn what_is_quoted_in_a_turn_is_a_quotation_of_its_own() {
    let text = "MARTA LUND: What did he say to you?\n\nKIM ABEL: I thought, “I will never leave this island.” Then the boat came.\n\nLUND: And your book, “Tides and Gulls”?\n\nABEL: It came later.";
    let found = extract(&Article { text: text.to_owned(), ..Article::default() }, Options::default()).quotations;
    let quoted: Vec<(&str, Option<&str>)> = found
        .iter()
        .filter(|quotation| quotation.kind != Some(Kind::Turn))
        .map(|quotation| (quotation.text.as_str(), quotation.speaker.as_deref()))
        .collect();
    assert_eq!(quoted, [("I will never leave this island.", Some("Kim Abel"))]);
}

#[test]
fn words_in_marks_after_a_label_stay_quotations() {
    let text = "Ana Brandt: “We will sail tomorrow.”\n\nJon Vega: “I will not.”\n\nAna Brandt: “Then I will go alone.”";
    check_none(text);
}

#[test]
fn recipes_notes_and_timetables_have_no_turns() {
    check_none(
        "Ingredients: two eggs, flour, a little salt.\n\nPreparation: Beat the eggs. You can use a fork.\n\nTip: If you like it sweet, add sugar.\n\nTip: Serve it warm.\n\nServes: four",
    );
    check_none(
        "Monday: We open at nine.\nTuesday: We open at ten.\nWednesday: closed\nThursday: We open at nine.\nMonday: You can book by phone.\n",
    );
    check_none(
        "Date: 4 May\nVenue: Town hall\nChair: Lena Roth\nPresent: Ana Brandt, Jon Vega\nContact: Lena Roth\nPhone: 555 0199\nContact: Jon Vega\nPhone: 555 0198\n",
    );
    check_none(
        "09:00 Registration: The doors open.\n10:00 Keynote: Ana Brandt asks what we owe the sea.\n11:00 Panel: Jon Vega and others.\n",
    );
}

#[test]
fn help_pages_and_essays_have_no_turns() {
    check_none(
        "Q: How do I reset my password?\nA: Click on the link. You will get a message.\n\nQ: Can I change my name?\nA: Yes. You can do so in your account.\n\nQ: Do you ship abroad?\nA: We do.",
    );
    check_none(
        "## Why do rivers bend?\n\nWater takes the easy way, and what is easy changes.\n\n## What happens to the banks?\n\nThey wear away on one side and grow on the other.\n\n## Can it be stopped?\n\nWe have tried for centuries.",
    );
    check_none(
        "**How do I apply?**\n\nYou fill in the form and send it to us.\n\n**What do you need from me?**\n\nWe need your name and your address.\n\n**When will you decide?**\n\nWe will tell you within a week.",
    );
}

#[test]
fn lists_of_songs_players_and_headlines_have_no_turns() {
    check_none("Blue Harbour: Night Tide\nAna Brandt: Letters Home\nBlue Harbour: Salt and Rust\nThe Gulls: Morning\n");
    check_none(
        "Jon Vega: Made two good saves. 7\n\nKim Abel: Lost the ball too often. 5\n\nTomas Lind: Ran all day. 8\n\nOmar Haddad: Came on late. 6",
    );
    check_none(
        "Lund: We must act\n\nThe minister said on Monday that the country had to act. “We have no time,” she said.\n\nThe opposition disagreed.",
    );
    check_none(
        "Cast\n\nAda: Joanna Halvorsen\nBen: Peter Okonjo\nThe Captain: Jon Vega\nDirector: Kim Abel\nDirector of Photography: Omar Haddad\n",
    );
}
