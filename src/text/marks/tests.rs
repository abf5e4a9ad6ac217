//! Every typography in short texts.

use super::*;

/// The passages, each with `+` before it when it continues the one before and `…` after it when nothing closes it.
#[track_caller]
fn check(text: &str, expected: &[&str]) {
    let paragraphs = Paragraphs::new(text);
    let found: Vec<String> = quoted(text, &paragraphs)
        .iter()
        .map(|quoted| {
            let start = if quoted.continues { "+" } else { "" };
            let end = if quoted.closed { "" } else { "…" };
            format!("{start}{}{end}", quoted.inner.of(text))
        })
        .collect();
    assert_eq!(found, expected, "{text}");
}

#[test]
fn every_typography_is_paired() {
    check("“One,” he said. “Two.”", &["One,", "Two."]);
    check("\"One,\" he said. \"Two.\"", &["One,", "Two."]);
    check("''One,'' he said. ''Two.''", &["One,", "Two."]);
    check("``One,'' he said. ``Two.''", &["One,", "Two."]);
    check("„Eins“, sagte er. „Zwei.“", &["Eins", "Zwei."]);
    check("«Un», a-t-il dit. « Deux. »", &["Un", " Deux. "]);
    check("»Eins«, sagte er.", &["Eins"]);
    check("« Trois », said Paul. « Quatre », he said.", &[" Trois ", " Quatre "]);
    check("Er sagte: »Eins«. Dann »Zwei« und »Drei«.", &["Eins", "Zwei", "Drei"]);
    check("He said (“One”) and—“Two”—three.", &["One", "Two"]);
}

#[test]
fn single_marks_are_told_from_apostrophes() {
    check("‘It’s the Smiths’ house,’ he said. ‘Isn’t it?’", &["It’s the Smiths’ house,", "Isn’t it?"]);
    check("'It's the Smiths' house,' he said.", &["It's the Smiths' house,"]);
    check("Trump ‘Pledges’ to Win", &["Pledges"]);
    check("In the '90s the Joneses' dog ate 'em.", &[]);
    check("The dogs' tails and the cats' ears.", &[]);
    check("rock 'n' roll in '68", &[]);
    check("‘He said “no” to me,’ she said.", &["He said “no” to me,"]);
    check("Teams 'to pay' fines in players' row", &["to pay"]);
}

#[test]
fn marks_inside_marks_belong_to_the_outer_passage() {
    check("“He said ‘no’ to me,” she said.", &["He said ‘no’ to me,"]);
    check("\"He said 'no,'\" she said.", &["He said 'no,'"]);
    check("''He said 'no,''' she said.", &["He said 'no,'"]);
    check("\"He calls it “big” and so on,\" she said.", &["He calls it “big” and so on,"]);
    check("“The “big” one,” she said.", &["The “big” one,"]);
}

#[test]
fn paragraphs_of_a_long_quotation_open_and_do_not_close() {
    check("“One.\n\n“Two.\n\n“Three,” he said.", &["One.…", "+Two.…", "+Three,"]);
    check("\"One.\n\"Two,\" he said.", &["One.…", "+Two,"]);
    check("“One. “Two,” he said.", &["One.…", "+Two,"]);
    check("“One.\n\nTwo,” he said. “Three.”", &["One.…", "+Two,", "Three."]);
    check("‘One.\n\n‘Two,’ he said.", &["One.…", "+Two,"]);
    check("He said: “One.\n\nREAD MORE\n\n'Two' of a kind\n\n“Three.”", &["One.…", "+Three."]);
    check("He said: “One.\n\nThe boats left at noon.\n\n“Three,” she said.", &["One.…", "Three,"]);
}

#[test]
fn an_unbalanced_mark_costs_its_own_paragraph_at_most() {
    check("He said \"one and left.\n\nShe said \"two\" and left.", &["one and left.…", "two"]);
    check("One” he said.\n\n“Two,” she said.", &["Two,"]);
}

#[test]
fn marks_typed_the_wrong_way_round_are_read_by_their_neighbours() {
    check("”One,” he said.", &["One,"]);
    check("“The rate is 51 percent.“\n\n“Two,” he said.", &["The rate is 51 percent.", "Two,"]);
}

#[test]
fn marks_typed_twice_are_one() {
    check("\"\"One,\"\" he said. \"Two.\"", &["One,", "Two."]);
    check("\"\"One,\"\" he said. \"\"Two.\"\" ““Three.””", &["One,", "Two.", "Three."]);
    check("\"“One,”\" he said. “Two.”", &["One,", "Two."]);
    check("““One,”” he said.", &["One,"]);
    check("\"One.\"\"Two.\"", &["One.", "Two."]);
    check("\"He said “no.”\"", &["He said “no.”"]);
}

#[test]
fn two_single_marks_stand_for_a_double_one() {
    check("‘‘One,’’ he said. ‘‘Two.’’", &["One,", "Two."]);
    check("“One,’’ he said. “Two.”", &["One,", "Two."]);
    check("“He said ‘I won’t ‘go’’ to me,” she said.", &["He said ‘I won’t ‘go’’ to me,"]);
}

#[test]
fn a_forgotten_closing_mark_stands_before_the_tag() {
    check("“The mill is wet, said Mara Quist, its owner. “We dry it.”", &["The mill is wet,…", "We dry it."]);
    check("“The mill is wet, Mara Quist said. “We dry it.”", &["The mill is wet,…", "We dry it."]);
    check("“The mill is wet, said Mara Quist.\n\nIt rained.", &["The mill is wet,…"]);
    check("“The mill is wet, said the owner. “We dry it.”", &["The mill is wet, said the owner.…", "+We dry it."]);
    check("“When it rained, said Mara, we left,” he said.", &["When it rained, said Mara, we left,"]);
    check("“It is wet, Ada, and Mara said so.\n\n“We dry it.”", &["It is wet, Ada, and Mara said so.…", "+We dry it."]);
}

#[test]
fn a_single_mark_may_open_what_a_double_one_closes() {
    check("'The mill isn't wet, as we knew,\" he said.", &["The mill isn't wet, as we knew,"]);
    check("He said \"the dogs' tails.\" In the '90s he left.", &["the dogs' tails."]);
    check("Ada wrote: 'The mill is wet.\n\n'We dry it,' she wrote.", &["The mill is wet.…", "+We dry it,"]);
    check(
        "'It is wet,' Ada said. 'The mill isn't dry.\n\n'We dry it,' she said.",
        &["It is wet,", "The mill isn't dry.…", "+We dry it,"],
    );
    check("Ada wrote of the 'old mill.\n\n'We dry it,' she wrote.", &["We dry it,"]);
}

#[test]
fn paragraphs_set_off_below_a_colon_are_quoted() {
    check("Ada wrote:\n\n> We will\n> not pay.\n\n> Never.", &["We will", "+not pay.", "+Never."]);
    check("Ada wrote.\n\n> We will not pay.", &[]);
    assert_eq!(signature("> We will not pay.\n>\n> Ada Low, a pilot"), Some(20));
    assert_eq!(signature("> We will not pay.\n> We never did."), None);
    check("Ada wrote:\n\n> She said “no” twice.", &["no"]);
}

#[test]
fn inches_and_markup_are_no_marks() {
    check("Trump is 6'3\" tall and said \"yes\".", &["yes"]);
    check("\"It is 4' 8\" high, and 30\" wide, they say,\" he said.", &["It is 4' 8\" high, and 30\" wide, they say,"]);
    check("\"We left in 92\", he said, \"and came back.\"", &["We left in 92", "and came back."]);
    check("See [the house](https://example.org \"A \"grand\" house\"), \"the best\".", &["the best"]);
    check("<a href=\"x\">He</a> said \"yes\".", &["yes"]);
    check("{% image \"boat.jpg\" \"A boat\" %} He said \"yes\" {{ \"/x\" | url }}.", &["yes"]);
    check("He said \"yes\".\n[boat]: https://example.org/boat \"A fine boat\"", &["yes"]);
    check("He said \\\"yes\\\" and \\\"no,\\\" too.", &["yes", "no,"]);
    check("He said 5 < 6 and \"yes\".", &["yes"]);
}
