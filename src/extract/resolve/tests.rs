//! Who is meant: each test gives an article and the speakers of its quotations, in order.

use crate::article::Article;
use crate::extract::{Options, extract};

/// The speakers of the quotations of `text`, in order, `-` for nobody.
#[track_caller]
pub(super) fn check(text: &str, expected: &[&str]) {
    let article = Article { text: text.to_owned(), ..Article::default() };
    let found: Vec<String> = extract(&article, Options::default())
        .quotations
        .into_iter()
        .map(|quotation| quotation.speaker.unwrap_or_else(|| "-".to_owned()))
        .collect();
    assert_eq!(found, expected, "{text}");
}

#[test]
fn a_family_name_may_come_first() {
    check("Prime Minister Tan Mei Ling spoke on Friday. “We are ready for the rain,” said Ms Tan.", &["Tan Mei Ling"]);
    check(
        "Parliamentary Secretary for Home Affairs Jalil Rashidan spoke. “It is a disgrace,” Mr Jalil said.",
        &["Jalil Rashidan"],
    );
    check("Han Seo-jun has proposed a bill. “One reader wrote to me about it,” Han said.", &["Han Seo-jun"]);
}

#[test]
fn a_title_without_a_first_name_is_not_a_relatives() {
    check("Paula Crane spoke first. Mr. Crane, her husband, laughed. “I like the ferry,” Mr. Crane said.", &["Crane"]);
}

#[test]
fn an_age_stands_for_the_person_of_that_age() {
    check(
        "Pavel Orrin, 41, takes over from Henk Daal at the club.\n\nDaal left on Monday.\n\nThe 41-year-old said: \
         “I have waited years for this day.”",
        &["Pavel Orrin"],
    );
    check(
        "Pavel Orrin, 41, takes over from Henk Daal, 58.\n\nOrrin comes on Monday.\n\nThe 58-year-old said: \
         “I have had my share of winters here.”",
        &["Henk Daal"],
    );
}

#[test]
fn an_office_stays_with_who_holds_it() {
    check(
        "Olga Brandvik faces a vote. The prime minister said the vote was “a waste of a good morning”.\n\nFormer minister \
         Sir Hal Munro told reporters it was “badly timed”.\n\nOn Friday the prime minister said she was “not \
         in the least worried”.",
        &["Olga Brandvik", "Hal Munro", "Olga Brandvik"],
    );
}

#[test]
fn an_organisation_is_named_by_its_kind() {
    check(
        "Pell & Roper, a Leeds law firm, took the case.\n\n“We shall go to the high court,” the firm said.",
        &["Pell & Roper"],
    );
    check("Tavio Water denied it.\n\n“No well of ours was ever dry,” the former monopoly said.", &["Tavio Water"]);
    check(
        "The baby ape was born at the Denver Zoo to Luka, a keeper said. “It is a boy and it is well,” the zoo said.",
        &["Denver Zoo"],
    );
}

#[test]
fn a_second_ministry_is_not_the_first_one() {
    check(
        "Osland's foreign ministry called it “a breach of the treaty”.\n\nThe Verish foreign ministry said it \
         “deeply regrets the whole affair”.",
        &["Osland foreign ministry", "Verish foreign ministry"],
    );
}

#[test]
fn an_office_with_a_capital_is_nobodys_name() {
    check("“We have done what we could,” the Prime Minister said.", &["Prime Minister"]);
    check("He read the Daily Star. “It is a fine paper for a train,” Ann Lund said.", &["Ann Lund"]);
}

#[test]
fn a_label_in_capitals_is_no_name() {
    check(
        "Source: Twitter RELATED: More on the ferry. “I should have stayed at home that day,” Ms Arden said.",
        &["Arden"],
    );
}

#[test]
fn who_was_named_behind_the_verb_goes_on() {
    check(
        "The clerk Dora Quist spoke first. This can make a town proud, adds the nurse Hetty Bram. “You are not \
         alone in this,” she says.",
        &["Hetty Bram"],
    );
}

#[test]
fn semicolons_do_not_part_a_subject_from_its_verbs() {
    check(
        "Renwick questioned Lund; blamed Premier Ivan Bostad for the slump; and said he would win.\n\n“If we stood \
         together, we could not lose to Lund,” he said.",
        &["Renwick"],
    );
}

#[test]
fn relatives_do_not_take_a_surname_over() {
    check(
        "Foreman Tim Hale asked for calm. His wife, Jane Hale, called it “a cheap trick”. Hale said “we shall wait \
         for the judge”.",
        &["Jane Hale", "Tim Hale"],
    );
    check(
        "Foreman Tim Hale asked for calm. Jane Hale, a baker, called it “a cheap trick”. Hale said “we shall wait \
         for the judge”.",
        &["Jane Hale", "Jane Hale"],
    );
}

#[test]
fn in_a_post_it_said_is_not_the_posts_voice() {
    check(
        "The Plough Party reacted on Monday. In a post on the site, it wrote: “The minister has let every village \
         down again.”",
        &["Plough Party"],
    );
}

#[test]
fn a_word_inside_a_role_does_not_name_that_person() {
    check(
        "Olaf Reim, an adviser with the Bodel campaign, spoke on Monday. The Bodel campaign sent a note saying the law \
         was “a gift to nobody at all”.",
        &["Bodel campaign"],
    );
    check(
        "Nils Aker, inspector of the harbour police, spoke first. Dora Venn told the paper that police had come. \
         “We know nothing more,” she said.",
        &["Dora Venn"],
    );
}

#[test]
fn an_apposition_makes_a_name_a_persons() {
    check(
        "Ted Marlow stayed away. The mayor of the Sailing Village, Zoltan Kiraly, told the meeting it was late. “We \
         have no more time,” he said.",
        &["Zoltan Kiraly"],
    );
    check("Bell & Hart, a Bristol law firm, lost. “It was nothing to us,” the law firm said.", &["Bell & Hart"]);
}

#[test]
fn documents_speak_for_themselves() {
    check(
        "Mr. Arlen was glad. The first poster argued that Ms. Dale would be weakened by the “open question of \
         the lake”.",
        &["First poster"],
    );
    check(
        "Ann Ross bought a boat. A small brochure she received about her boat said that it had “a fully working \
         compass”.",
        &["Small brochure"],
    );
}

#[test]
fn a_group_of_things_says_nothing() {
    check("Open Letters posted its new group of papers. “The link was cut,” the group wrote.", &["Open Letters"]);
}

#[test]
fn title_case_hides_no_speaker() {
    check("Carol Benn Joked It Is “Scary” To Speak To Bakers.", &["Carol Benn"]);
    check("Carol Benn Said Port Reform “Really Has To Come From The Docks.”", &["Carol Benn"]);
}

#[test]
fn a_pageant_is_no_woman() {
    check(
        "Dora Vale left the contest. The Miss World organisers wrote a letter. “It was a hard week for me,” she said.",
        &["Dora Vale"],
    );
}

#[test]
fn a_name_may_follow_its_description() {
    check(
        "“Keep away from my boat,” Walter Prynne’s daughter told a reporter. Linda Prynne, 30, later said she was \
         joking.",
        &["Linda Prynne"],
    );
    check(
        "“Keep away from my boat,” Walter Prynne’s son told a reporter. Linda Prynne, 30, later said she was joking.",
        &["Walter Prynne’s son"],
    );
    check(
        "The fisheries minister has warned crews she will hit them “where it hurts”.\n\nAnna Grell said fines would \
         double.",
        &["Anna Grell"],
    );
    check(
        "The fisheries minister has warned crews they will pay “more than they think”.\n\nAnna Grell, a trawler \
         owner, said fines were low.",
        &["Fisheries minister"],
    );
}

#[test]
fn a_title_tells_namesakes_by_gender() {
    check(
        "Cabinet Secretary Wekesa Odero blamed the weather.\n\nThat angered the woman who chairs the house, Ms Pendo \
         Odero.\n\n“The minister should buy an umbrella,” said Ms Odero.\n\n“I own four umbrellas,” Mr Odero said.",
        &["Pendo Odero", "Wekesa Odero"],
    );
}

#[test]
fn who_makes_a_noun_a_persons() {
    check(
        "Marwick Estates raised the rent.\n\nA cardmaker who rents a stall said she had been told on Monday. “They came \
         with a ladder and a letter,” said the 58-year-old.",
        &["Cardmaker"],
    );
}

#[test]
fn one_of_several_is_no_number() {
    check(
        "Two insiders confirmed the meeting on Monday. “There was cake and there was a file,” said one. Another said: \
         “Nobody touched the cake.”",
        &["One of the insiders", "Another of the insiders"],
    );
}

#[test]
fn a_post_elsewhere_is_another_persons() {
    check(
        "Rovers coach Len Pask praised his side. “We were brave in the mud,” Pask said.\n\nGladiators coach Shay Harrow \
         was torn. “Mum rang me before the whistle went,” the Gladiators coach said.",
        &["Len Pask", "Shay Harrow"],
    );
}

#[test]
fn what_is_read_is_a_document() {
    check(
        "The operator raised prices, so Tan Ah Hock put up a handwritten sign at his stall.\n\n“Still one dollar until I \
         am chased away,” it read.",
        &["Handwritten sign at his stall"],
    );
}

#[test]
fn the_person_named_in_full_acts() {
    check(
        "“The fish was from a man,” Bridie Callan said.\n\nRegular customer Theo Lambert pays without complaint. “It is \
         only coffee, after all,” the bricklayer said.",
        &["Bridie Callan", "Theo Lambert"],
    );
}

#[test]
fn a_kind_that_contradicts_the_name_is_not_meant() {
    check(
        "Fell Mining lost its permit on Monday.\n\nA study by the University of Tarn says the bay lost its fish. The \
         company said it respected “the wishes of the whole bay”.",
        &["Fell Mining"],
    );
}

#[test]
fn a_brother_shares_the_surname() {
    check(
        "“It was dry,” Anna Greig said. She regretted it. Her brother Peter, who farms near Brim, was blunter. “Nobody \
         asked us,” he said.",
        &["Anna Greig", "Peter Greig"],
    );
    check(
        "“It was dry,” Anna Greig said. She regretted it. Her neighbor Peter, who farms near Brim, was blunter. “Nobody \
         asked us,” he said.",
        &["Anna Greig", "Peter"],
    );
}

#[test]
fn the_former_and_the_latter_are_two_people() {
    check(
        "Anna Greig met Peter Dahl in Brim. The former called the dam “a gift to the valley”, while the latter said it was \
         “a swindle from end to end”.",
        &["Anna Greig", "Peter Dahl"],
    );
}

#[test]
fn an_apposition_may_lack_its_second_comma() {
    check(
        "Peter Dahl told reporters it was “a farce” while Simon Pell, a Labour former minister wrote on X that it was “a \
         betrayal of the coast”.",
        &["Peter Dahl", "Simon Pell"],
    );
}

#[test]
fn a_sentence_may_open_with_whom_it_is_about() {
    check(
        "Engineer Luc Theron, who teaches in Brim, said ferries are old. “Twelve breakdowns is a policy,” said Theron. For \
         Ernie Boudin, policy is beside the point. He gave most of the catch away at the hall. “It was the best blackout \
         we ever had,” he said.",
        &["Luc Theron", "Ernie Boudin"],
    );
}

#[test]
fn whom_the_words_are_about_does_not_say_them() {
    check(
        "Minister Ivo Marsh spoke in Brim on Friday. By leaving the treaty, President Olaf Brandt has “made a flood more \
         likely”, the Brim Star reported him as saying.",
        &["Ivo Marsh"],
    );
}

#[test]
fn people_in_the_plural_speak() {
    check("Several dockers told the Brim Star that it was “a farce from end to end”.", &["Several dockers"]);
    check("Prosecutors charged Peter Dahl with “wanton destruction of a weir”.", &["Prosecutors"]);
}

#[test]
fn somebody_who_is_described_after_a_comma_is_new() {
    check(
        "A redditor who lives in Brim wrote that the flat was “a joke from end to end”.\n\nThe owner, who asked not to be \
         named, is unrepentant. “I had two hundred letters about it,” she said.",
        &["Redditor", "Owner"],
    );
}

#[test]
fn whose_work_it_is_is_in_view() {
    check(
        "Mayor Olaf Brandt opened the festival.\n\nA film on the lake, directed by Ivo Marsh, closed it. “We did not know \
         how to sink,” he said.",
        &["Ivo Marsh"],
    );
}

#[test]
fn relatives_named_by_a_first_name_share_the_surname() {
    check(
        "Mei Arden, whose daughter Tess, 7, was hurt, welcomed the letter. “She lay in a dark room,” said Arden.\n\nTess \
         herself was of two minds. “I like tag,” she said.",
        &["Mei Arden", "Tess Arden"],
    );
    check(
        "Liam Croft, 22, was jailed on Friday. His lawyer handed up a letter from Croft's mother, Judith, in which she \
         described him as “a soft lad who fell in with the wrong crowd”.",
        &["Judith Croft"],
    );
    check(
        "On this stage I meet Birgit and Walter Hoffen, retired teachers, in matching coats.\n\n“There is only bad \
         clothing,” says Walter. His wife gives him a look.\n\n“I would show him this bog,” she says.",
        &["Walter Hoffen", "Birgit Hoffen"],
    );
}

#[test]
fn a_mother_is_the_one_who_was_introduced_so() {
    check(
        "Nora Tierney's mother, Bridget, waited two days. “She kept apologizing to the nurses,” Ms Tierney said.\n\nHer \
         mother takes a milder view: “They were run off their feet.”",
        &["Nora Tierney", "Bridget Tierney"],
    );
}

#[test]
fn the_younger_of_two_is_not_the_father() {
    check(
        "The father, Alonzo Reyes, a baker, watched the film once. “He did what I told him,” Alonzo Reyes said.\n\nMateo \
         Reyes, 19, sat beside him. The younger Reyes spoke only once. “The hood was hot,” he said.",
        &["Alonzo Reyes", "Mateo Reyes"],
    );
}

#[test]
fn a_name_may_be_shortened_doubled_or_misspelled() {
    check(
        "For two days Asha Maya Thapa did not know that it was her brother.\n\n“The face was covered,” said Asha Maya, 29, \
         at home.",
        &["Asha Maya Thapa"],
    );
    check(
        "Edda Lindholm-Moore, who knew every moss, has died. Edda Karin Lindholm was born in Duluth.\n\n“I slept in the \
         garden,” she wrote.",
        &["Edda Lindholm-Moore"],
    );
    check(
        "Two dockers, Tyra Hartwell and Milo Ott, missed the boat.\n\nHartwel had a long walk home. “It never \
         leaves twice,” she said.",
        &["Tyra Hartwell"],
    );
}

#[test]
fn initials_stand_for_an_office() {
    check(
        "The Metropolitan Chief Executive, Mr Kojo Asante, visited the market.\n\n“We did not burn the place,” the MCE \
         said.",
        &["Kojo Asante"],
    );
}

#[test]
fn what_somebody_is_they_are_called() {
    check(
        "Ms Mercy Githae, an old girl who is now a surgeon in Brim, wrote: “I slept in bed 43.”\n\nThe school is closed. \
         “We share a name, nothing more,” the surgeon told the Star.",
        &["Mercy Githae", "Mercy Githae"],
    );
}

#[test]
fn somebody_without_a_name_comes_before_who_holds_the_office() {
    check(
        "Wanda Obafemi, the minister for skills, left on Monday.\n\nOne minister, texting from a train, called it “the one \
         that hurts”. “He will read that letter twice,” the minister said.",
        &["Minister", "Minister"],
    );
}

#[test]
fn a_former_helper_is_who_was_just_spoken_of() {
    check(
        "David Axton on Wednesday called on Howard Deane to apologize.\n\n“It was outrageous,” Brandt's former campaign \
         strategist said.",
        &["David Axton"],
    );
}

#[test]
fn an_apposition_may_follow_a_preposition() {
    check(
        "It is a priority of Gov. Dale Whitlock, a Republican, who has called it “the biggest bill in a generation.”",
        &["Dale Whitlock"],
    );
}

#[test]
fn an_answer_is_the_others() {
    check(
        "Fisheries Minister Gamini Perera spoke. “Turtles die every year,” he said.\n\n“Do the cameras kill them?” MP Kumar \
         Silva asked.\n\n“I am telling the member to wait,” he shot back.",
        &["Gamini Perera", "Kumar Silva", "Gamini Perera"],
    );
}

#[test]
fn somebody_without_a_name_goes_on() {
    check(
        "Bill Ogden, who has known him for 30 years, was worried. “I told him I would come,” Mr Ogden said.\n\nA truck \
         driver may have been the last to see him. He passed a man at the turn-off. “I gave him a wave,” he told the \
         Star.",
        &["Bill Ogden", "Truck driver"],
    );
}

#[test]
fn where_somebody_is_from_does_not_speak() {
    check(
        "Muhammad Taufan, a doctor, was angry. “They want to be photographed,” he said.\n\nA volunteer from Suraba, who was \
         standing within earshot, took offense.\n\n“The pictures bring the money,” she said.",
        &["Muhammad Taufan", "Volunteer from Suraba"],
    );
}

#[test]
fn a_group_may_begin_with_a_first_name() {
    check(
        "The letter was read on Monday. The Victor Front demanded a vote. “Three lives are enough,” it tweeted.",
        &["Victor Front"],
    );
}

#[test]
fn a_clock_says_nothing() {
    check(
        "By Kai Brand\nJanuary 21, 2026 at 6:00 AM EST\n\nJonah Presser stood on a stage and snapped his fingers.\n\n“No \
         wires, no app,” he told the crowd.",
        &["Jonah Presser"],
    );
}

#[test]
fn one_of_them_is_one_of_those_before() {
    check(
        "Two dockers said the whip had ordered lunch.\n\n“He said everybody goes down,” one of them said.",
        &["One of the dockers"],
    );
}

#[test]
fn the_former_governor_of_one_state_is_not_anothers() {
    check(
        "Former Utah Gov. Gus Johns came to Ohio. “It will rain,” Johns said.\n\nMatt Pensley says umbrellas are \
         dear.\n\nThe candidate had walked to Brim. The Nevada governor said it was “a long way”.",
        &["Gus Johns", "Matt Pensley"],
    );
}

#[test]
fn a_noun_of_a_name_stands_for_it() {
    check(
        "The Ohio Valley Lottery lost in court. Marcus Whitby, its spokesman, was calm.\n\nThe lottery had argued that it \
         would “open the door to anyone with a story.”",
        &["Ohio Valley Lottery"],
    );
}

#[test]
fn the_driver_may_be_presented_later() {
    check(
        "At eight the last bus pulls out of Llanfair with nobody on it.\n\n“You have doubled my figures,” says the driver.\n\nHe is \
         Gwyn Prosser, 59, and he has driven it for years.",
        &["Gwyn Prosser"],
    );
}

#[test]
fn the_woman_is_who_came_up_last() {
    check(
        "Anna Lee took aim at the record. “It is late,” she said.\n\nOutside the school, a mother of two boys said she liked the \
         ban.\n\n“If one does not stop, I cannot,” said the woman, who gave only her surname, Kim.",
        &["Anna Lee", "Mother of two boys"],
    );
}

#[test]
fn an_operator_may_be_somebody() {
    check(
        "Rokeya Begum, a sewing operator of the factory, said she had not paid her rent.\n\n“The landlord has locked the \
         water,” she said.",
        &["Rokeya Begum"],
    );
}

#[test]
fn those_who_spoke_come_before_those_spoken_of() {
    check(
        "Two people familiar with the matter said the whip had urged councillors to stay.\n\n“He said everybody goes down,” \
         one of them said.",
        &["One of the people"],
    );
}
