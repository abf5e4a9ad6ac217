//! What of a page is not its article: navigation, teasers, captions, share bars, newsletters, comments, and the lines
//! between paragraphs that say "Read more" or "Advertisement".

use std::sync::LazyLock;

use regex::{Regex, RegexSet};

use super::tree::{Index, Tree};

/// Elements that hold no text of an article, whatever they are called.
const ELEMENTS: [&str; 22] = [
    "nav",
    "aside",
    "button",
    "input",
    "select",
    "textarea",
    "label",
    "dialog",
    "menu",
    "figcaption",
    "noscript",
    "picture",
    "progress",
    "datalist",
    "optgroup",
    "option",
    "output",
    "meter",
    "iframe",
    "link",
    "meta",
    "caption",
];

/// Roles of elements that hold no text of an article.
const ROLES: [&str; 12] = [
    "navigation",
    "banner",
    "contentinfo",
    "search",
    "complementary",
    "dialog",
    "alertdialog",
    "menu",
    "menubar",
    "toolbar",
    "tablist",
    "tooltip",
];

/// Words in `class`, `id` and the like of elements that hold no text of an article.
static NAMES: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(&format!("-(?:{})-", NAME_PATTERNS.join("|"))).ok());

const NAME_PATTERNS: [&str; 12] = [
    // Navigation and what surrounds a page.
    "(?:nav|navbar|navigation|subnav|menu|breadcrumbs?|sidebar|side-?bar|rail|right-col|footer|foot|masthead|topbar|\
     toolbar|pagination|pager|paging|prev-next|prevnext|skip-link|skip-nav|site-header|page-header|global-header)",
    // Other articles.
    "(?:related|related-?[a-z]+|[a-z]+-related|recommended|recommendations?|recirc|recirculation|more-?(?:on|from|stories|news|posts|articles|like|links)|\
     read-?(?:more|next|also)|also-read|next-up|up-next|see-also|most-?(?:read|popular|viewed|recent|shared|commented)|popular|trending|latest|\
     top-stories|teasers?|promos?|promo-?[a-z]+|[a-z]+-promo|headlines|outbrain|taboola|zergnet|revcontent|mgid|around-the-web|you-may|you-might|\
     editors?-picks?|dont-miss|jump-?links?|recent-posts|similar|suggested|suggestions|onward|cross-?links?|in-this-story|story-package|storypackage)",
    // Sharing and following.
    "(?:share|sharing|shares|share-?[a-z]+|[a-z]+-share|sharebar|sharedaddy|social|socials|social-?[a-z]+|[a-z]+-social|addthis|addtoany|a2a|sharethis|\
     follow|follow-?us|facebook-like|fb-like|tweet-button|whatsapp|tools|article-tools|actions|action-bar)",
    // Advertisements, letters, subscriptions, consent.
    "(?:ad|ads|advert|adverts|advertisement|advertising|ad-?(?:slot|unit|container|wrapper|wrap|box|banner|text|block|label|break)|dfp|gpt|adsense|sponsor|sponsored|sponsors|\
     sponsorship|newsletters?|newsletter-?[a-z]+|[a-z]+-newsletter|nl-signup|mailing-list|mailchimp|mc-embed|subscribe|subscribe-?[a-z]+|[a-z]+-subscribe|subscription|sign-?up|signup-?[a-z]+|\
     opt-?in|email-?(?:signup|form|capture)|donate|donation|support-us|membership|regwall|meter|cookies?|cookie-?[a-z]+|gdpr|consent|cta|call-to-action|app-?(?:download|promo)|podcast-promo)",
    // What readers say.
    "(?:comments?|comment-?(?:list|form|section|thread|box|count|area|wrapper|link|body|content|author)|comments-[a-z]+|commentlist|disqus|disqus-thread|respond|livefyre|spotim|spot-im|viafoura|discussion|responses|replies|pingbacks?|trackbacks?|reader-?comments)",
    // Pictures and players.
    "(?:captions?|[a-z]+-?caption|caption-?[a-z]+|image-?(?:credit|meta|info|description|source)|photo-?(?:credit|credits|by|caption|info|meta)|media-?(?:credit|caption|info|object)|credits?|photo|photos|gallery|galleries|\
     slideshow|carousel|slider|lightbox|video|videos|video-?(?:player|container|wrapper|info|title|caption|meta|playlist)|player|jwplayer|brightcove|playlist|audio-?player|listen|thumbnail|thumb|wp-caption-text|enlarge|expand)",
    // About the article.
    "(?:byline|by-line|bylines|author|authors|author-?(?:bio|box|info|name|card|details|about|block|meta|profile|description|image|wrapper|section|contact)|about-?(?:the-)?authors?|bio|biography|contributors?|writer|reporter|dateline|timestamp|time-stamp|datetime|\
     publish(?:ed)?-?(?:date|time|on)?|pub-?date|post-?(?:date|meta|info|author|tags|footer|nav|navigation|share|terms|categories)|entry-?(?:meta|footer|date|author|tags|utility)|article-?(?:meta|info|tags|footer|date|author|byline|share|sharing|header|related|actions|topics|timestamp|published|comments|categories)|\
     story-?(?:meta|footer|tags|date|share|byline|info|header|related|topics)|meta|metadata|meta-?(?:data|info|date)|tags?|tag-?(?:list|links|cloud)|tags-[a-z]+|taglist|categories|category-?(?:links|list)|topics|keywords|filed-under|rights|copyright|copyright-?[a-z]+|disclaimer|correction-?policy|licen[cs]e|reprints?|attribution|kicker|eyebrow|rubric|read(?:ing)?-?time|views|rating|ratings|review-score|votes?)",
    // Boxes of all kinds.
    "(?:widget|widgets|widget-?area|rollover-[a-z]+-block|popover|hovercard|modal|popup|pop-?up|overlay|tooltip|toast|dropdown|drop-down|alert|ticker|breaking|breaking-news|notification|push|flyout|drawer|offcanvas|off-canvas|accordion-nav|tabs|poll|quiz|survey-?box|weather|stock|stocks|quotes-ticker|search|search-?(?:form|box|bar|results)|login|log-in|signin|sign-in|register|registration|print|printfriendly|print-only|feedback|report-error|contact-?(?:us|form|info)|\
     language-?(?:switcher|selector)|translate|calendar|events-?list|jobs|classifieds|shop|product-?(?:card|list)|price|buy|store-?link|affiliate|deals|coupon|infobox|factbox-links|glossary|toc|table-of-contents|ez-toc-container|endnote-links|backtotop|back-to-top|loading|spinner|placeholder|lazyload-placeholder)",
    // What is there for others than the reader.
    "(?:hidden|hide|visually-?hidden|sr-only|screen-?reader(?:-text)?|assistive|noprint|no-print|print-hide|offscreen|invisible|display-none|d-none|is-hidden|visuallyhidden|accessibility|instapaper-ignore|noexcerpt|nocontent|robots-nocontent)",
    "(?:pull-?quote|pullquotes|blockquote-pull|quote-?pull|pulled-quote)",
    "(?:hatnote|navbox|reflist|references|reference|mw-editsection|catlinks|mw-jump-link|metadata-box|vertical-navbox)",
    "(?:g-?plus|googleplus|instagram-media|fb-post|fb-video|embed-?(?:instagram|youtube|facebook)|giphy)",
];

/// Drops what is furniture by the element's kind, role or name, unless too much of the page's prose is in it.
pub(super) fn drop_furniture(tree: &mut Tree) {
    let prose = Prose::new(tree);
    let whole = prose.of(0).max(1.0);
    let mut index = 1;
    while index < tree.nodes.len() {
        let node = &tree.nodes[index];
        let part = prose.of(index) / whole;
        let drop = !node.is_text() && (is_furniture(tree, index, part) || is_unseen(tree, index) && part < 0.5);
        if drop {
            tree.drop_subtree(index);
            index = tree.nodes[index].end;
        } else {
            index += 1;
        }
    }
}

fn is_furniture(tree: &Tree, index: Index, part: f32) -> bool {
    let node = &tree.nodes[index];
    if node.is(&["body", "html", "article", "main", "h1", "tr", "td", "th", "tbody", "thead", "b", "i", "em", "strong"])
    {
        return false;
    }
    // Long comments can outweigh a short article; what holds the article itself is no furniture, whatever its name.
    let holds_article = || part > 0.15 && tree.live(index).any(|at| is_article_element(tree, at));
    let limit = |alone: f32, around: f32| if holds_article() { part < around } else { part < alone };
    if node.is(&ELEMENTS) {
        return if node.is(&["label", "noscript"]) { part < 0.2 } else { limit(0.9, 0.3) };
    }
    // The source of a block quote.
    if node.is(&["footer"]) && tree.ancestors(index).any(|at| tree.nodes[at].is(&["blockquote"])) {
        return false;
    }
    if node.is(&["figure", "form", "footer"]) && part < 0.15 {
        let holds = |names: &[&str]| tree.live(index).any(|at| tree.nodes[at].is(names));
        return !(node.is(&["figure"]) && holds(&["blockquote", "pre", "table"]));
    }
    if node.attribute("role").is_some_and(|role| ROLES.contains(&role)) {
        return limit(0.9, 0.3);
    }
    // A post of a social network is embedded in elements named like the bars for sharing.
    let embeds = || {
        tree.live(index)
            .any(|at| tree.nodes[at].is(&["blockquote"]) && tree.nodes[at].words.contains("-twitter-tweet-"))
    };
    if part < 0.1 && node.words.contains("embed") && embeds() {
        return false;
    }
    let named = || NAMES.as_ref().is_some_and(|names| names.is_match(&node.words));
    !node.words.is_empty() && named() && limit(0.6, 0.25)
}

/// Whether an element is the article by its kind, or the headline.
fn is_article_element(tree: &Tree, index: Index) -> bool {
    let node = &tree.nodes[index];
    node.is(&["article", "main", "h1"])
        || node.attribute("itemprop").is_some_and(|value| value.eq_ignore_ascii_case("articleBody"))
}

fn is_unseen(tree: &Tree, index: Index) -> bool {
    let node = &tree.nodes[index];
    node.attribute("hidden").is_some()
        || node.attribute("aria-hidden") == Some("true")
        || node.attribute("style").is_some_and(|style| {
            let style: String =
                style.chars().take(300).filter(|c| !c.is_whitespace()).collect::<String>().to_lowercase();
            style.contains("display:none") || style.contains("visibility:hidden")
        })
}

/// How much prose is below each element: the length of its paragraphs, links not counted, short ones for little.
pub(super) struct Prose(Vec<f32>);

impl Prose {
    pub(super) fn new(tree: &Tree) -> Self {
        let mut before = vec![0.0f32; tree.nodes.len() + 1];
        let mut prose = vec![0.0f32; tree.nodes.len()];
        for block in super::blocks::blocks(tree, 0) {
            prose[block.element] += weight(&block);
        }
        for (index, weight) in prose.iter().enumerate() {
            before[index + 1] = before[index] + weight;
        }
        // The sums before each node; an element's own is a difference.
        Self(tree.nodes.iter().enumerate().map(|(index, node)| before[node.end] - before[index]).collect())
    }

    /// The prose below `index`.
    pub(super) fn of(&self, index: Index) -> f32 {
        self.0[index]
    }
}

/// How much prose a block is.
pub(super) fn weight(block: &super::blocks::Block) -> f32 {
    use super::blocks::BlockKind::{Heading, Item, Paragraph, Row};
    let unlinked = block.text.len().saturating_sub(2 * block.linked) as f32;
    let factor = match block.kind {
        Paragraph => 1.0,
        Item => 0.5,
        Heading => 0.0,
        Row => 0.2,
    };
    if block.text.len() < 40 { unlinked * factor * 0.2 } else { unlinked * factor }
}

/// Short lines of furniture between the paragraphs of an article.
static LINES: LazyLock<Option<RegexSet>> = LazyLock::new(|| {
    RegexSet::new([
        r"(?i)^\W*(?:advertisement|advert|sponsored(?: content)?|promoted|story continues|continue reading|article continues|loading|share(?: this.*)?|tweet|print|email|comments?|share on \w+|related(?: stories| articles| content| coverage| links| video| topics)?|read (?:more|next|also|full story)|more (?:on this|from .*|stories|coverage|news)|see also|also read|watch(?: now| more)?|view (?:gallery|comments|more|all|slideshow)|(?:hide|show) caption|enlarge(?: this image)?|toggle caption|skip(?: to .*)?|close|menu|recommended|most (?:read|popular|viewed)|trending(?: now)?|top stories|click here.*|sign up.*|log in.*|subscribe.*|follow us.*|transcript|play video|photos?|video|audio|caption|image|credit|by|published|updated|tags|topics|filed under|more|next|previous|back to top|scroll down.*|editor'?s picks?|you (?:may|might) (?:also )?like.*|recommended for you|don'?t miss|latest news|what to read next)\W*$",
        r"(?i)^\W*(?:story|article|post) continues (?:below|after)",
        r"(?i)^\W*(?:also )?(?:read|see|watch|related|more|listen)(?: more| also| next| now| this)?\s*[:|»>–]",
        r"(?i)^\W*(?:don'?t miss|must read|read here|in case you missed it|have you read|recommended|sign up|subscribe|join our|get our|get the latest|follow us|like us|download (?:the|our) app)\b.{0,160}$",
        r"(?i)\b(?:sign up (?:for|to|here)|subscribe to|register for|delivered (?:straight )?to your inbox|our (?:free )?(?:daily |weekly )?newsletters?|follow (?:us|me|him|her|them) on (?:twitter|facebook|instagram)|like us on facebook|on (?:twitter|facebook|instagram) (?:at )?@\w+|click here (?:to|for)|download our app|all rights reserved|copyright ?(?:©|\(c\)|\d{4})|may not be (?:published|reproduced|republished)|terms (?:of|and) (?:use|service|conditions)|privacy policy|this article (?:was )?(?:originally|first) (?:appeared|published)|view (?:the )?comments|leave a (?:comment|reply)|post a comment|join the conversation)\b",
        r"(?i)^\W*(?:photo(?:graph)?s?|image|images|picture|pic|credit|source|video|illustration|file photo|getty|ap photo)\s*(?:credit|by|courtesy|source)?\s*[:/|©]",
        r"(?i)^\W*(?:©|\(c\)|copyright)\s",
        r"(?i)(?:getty images|/ap\b|ap photo|via getty|/reuters|shutterstock|istock|afp/getty|/afp)\W*(?:[^.]{0,30})\)?\W*$",
        r"(?i)^\W*(?:by|written by|reporting by|edited by|posted by|reported by|additional reporting by)\s+[A-Z][\w.’'-]+(?:\s+[A-Z][\w.’'-]+){0,4}(?:\s*(?:[,;|]|and|in)\s.{0,80})?\W*$",
        r"(?i)^\W*(?:photographs?|photography|photos|illustrations?|additional reporting) by\s+[A-Z][^.]{2,60}(?:\.\s+[A-Z][a-z]+ by\s+[^.]{2,60}){0,3}\.?\W*$",
        r"(?i)\bmay (?:earn|receive|get) (?:a |an |some )?(?:small )?(?:affiliate )?commissions?\b|^\W*follow [\w .’'&-]{2,40} on (?:twitter|facebook|instagram|x|tiktok|youtube|threads|bluesky|linkedin)\b.{0,40}$",
        r"(?i)^\W*(?:published|updated|posted|last (?:updated|modified)|first published|created)\b.{0,60}\d",
        r"(?i)^\W*(?:mon|tues|wednes|thurs|fri|satur|sun)?(?:day)?,?\s*(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?\s+\d{1,2},?\s+\d{4}.{0,30}$",
        r"(?i)^\W*(?:tags?|topics?|filed under|categories|keywords|labels|more on|explore more on)\s*:",
        r"(?i)^\W*\d+\s+(?:comments?|shares?|views?|min(?:ute)?s? read|likes?)\W*$",
        r"(?i)^\W*(?:next|previous|prev) (?:article|post|story|page|slide)\b",
        r"(?i)^\W*@\w+\W*$",
    ])
    .ok()
});

/// Whether a short block of text between paragraphs does not belong to the article.
pub(super) fn is_furniture_line(text: &str) -> bool {
    text.len() < 300 && LINES.as_ref().is_some_and(|lines| lines.is_match(text))
}
