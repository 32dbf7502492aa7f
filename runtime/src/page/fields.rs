//! What the answer of a list says besides its items, in all the ways that Twilio has.

use crate::model::{Field, Fields, Model, Shown};

/// What the answer of a list says besides its items, by the names that Twilio gives it.
///
/// Each product has some of these: the newest and most others have [`PageFields::meta`], the oldest API has the fields
/// from `uri` to `end`. What is absent in an answer is `None`; counts begin with 0.
#[derive(Clone, Default)]
#[non_exhaustive]
pub struct PageFields {
    /// What most products say, in an object of its own.
    pub meta: Option<PageMeta>,
    /// This page: a path on the operation's host, not a whole URL.
    pub uri: Option<String>,
    /// The first page.
    pub first_page_uri: Option<String>,
    /// The page after this one.
    pub next_page_uri: Option<String>,
    /// The page before this one.
    pub previous_page_uri: Option<String>,
    /// The number of this page.
    pub page: Option<i64>,
    /// How many items a page holds at most.
    pub page_size: Option<i64>,
    /// The position of the page's first item in the list.
    pub start: Option<i64>,
    /// The position of the page's last item in the list.
    pub end: Option<i64>,
    /// The number of this page, where pages are numbered and nothing else.
    pub current_page: Option<i64>,
    /// How many items such a page holds at most.
    pub per_page: Option<i64>,
    /// Whether such a page has one after it.
    pub has_next: Option<bool>,
    /// Whether such a page has one before it.
    pub has_prev: Option<bool>,
    /// How many items the list has.
    pub total_elements: Option<i64>,
    /// How many pages the list has.
    pub total_pages: Option<i64>,
    /// How many items a SCIM list has.
    pub total_results: Option<i64>,
    /// The SCIM schemas that the answer follows.
    pub schemas: Option<Vec<String>>,
    /// What no list of Twilio's is known to say, or what has another shape.
    pub unknown: Fields,
}

/// The object `meta` of a page. Newer products write its names as `nextToken`, others as `next_token`.
#[derive(Clone, Default)]
#[non_exhaustive]
pub struct PageMeta {
    /// The name of the field that holds the items.
    pub key: Option<String>,
    /// This page.
    pub url: Option<String>,
    /// The first page.
    pub first_page_url: Option<String>,
    /// The page after this one.
    pub next_page_url: Option<String>,
    /// The page before this one.
    pub previous_page_url: Option<String>,
    /// The number of this page.
    pub page: Option<i64>,
    /// How many items a page holds at most.
    pub page_size: Option<i64>,
    /// The token of the page after this one.
    pub next_token: Option<String>,
    /// The token of the page before this one.
    pub previous_token: Option<String>,
    /// What no list of Twilio's is known to say, or what has another shape.
    pub unknown: Fields,
    style: Style,
}

/// How an answer writes names of two words.
#[derive(Clone, Copy, Default)]
enum Style {
    #[default]
    Snake,
    Camel,
}

impl Style {
    fn of(fields: &Fields) -> Self {
        let has = |name: &str| fields.get(name).is_some();
        let is_camel = has("pageSize") || has("nextToken") || has("previousToken");
        if is_camel { Self::Camel } else { Self::Snake }
    }

    const fn names(self) -> &'static [&'static str] {
        match self {
            Self::Snake => &[
                "key",
                "url",
                "first_page_url",
                "next_page_url",
                "previous_page_url",
                "page",
                "page_size",
                "next_token",
                "previous_token",
            ],
            Self::Camel => &[
                "key",
                "url",
                "first_page_url",
                "next_page_url",
                "previous_page_url",
                "page",
                "pageSize",
                "nextToken",
                "previousToken",
            ],
        }
    }

    const fn page_size(self) -> &'static str {
        match self {
            Self::Snake => "page_size",
            Self::Camel => "pageSize",
        }
    }

    const fn next_token(self) -> &'static str {
        match self {
            Self::Snake => "next_token",
            Self::Camel => "nextToken",
        }
    }

    const fn previous_token(self) -> &'static str {
        match self {
            Self::Snake => "previous_token",
            Self::Camel => "previousToken",
        }
    }
}

/// Fields that lead to pages of the list.
const LINKS: &[&str] = &[
    "uri",
    "first_page_uri",
    "next_page_uri",
    "previous_page_uri",
    "url",
    "first_page_url",
    "next_page_url",
    "previous_page_url",
];

impl Model for PageFields {
    fn take(mut fields: Fields) -> Self {
        Self {
            meta: fields.take("meta"),
            uri: fields.take("uri"),
            first_page_uri: fields.take("first_page_uri"),
            next_page_uri: fields.take("next_page_uri"),
            previous_page_uri: fields.take("previous_page_uri"),
            page: fields.take("page"),
            page_size: fields.take("page_size"),
            start: fields.take("start"),
            end: fields.take("end"),
            current_page: fields.take("current_page"),
            per_page: fields.take("per_page"),
            has_next: fields.take("has_next"),
            has_prev: fields.take("has_prev"),
            total_elements: fields.take("total_elements"),
            total_pages: fields.take("total_pages"),
            total_results: fields.take("totalResults"),
            schemas: fields.take("schemas"),
            unknown: fields,
        }
    }

    fn shown(&self) -> Shown<'_> {
        const NAMES: &[&str] = &[
            "meta",
            "uri",
            "first_page_uri",
            "next_page_uri",
            "previous_page_uri",
            "page",
            "page_size",
            "start",
            "end",
            "current_page",
            "per_page",
            "has_next",
            "has_prev",
            "total_elements",
            "total_pages",
            "totalResults",
            "schemas",
        ];
        let fields: &[&dyn Field] = &[
            &self.meta,
            &self.uri,
            &self.first_page_uri,
            &self.next_page_uri,
            &self.previous_page_uri,
            &self.page,
            &self.page_size,
            &self.start,
            &self.end,
            &self.current_page,
            &self.per_page,
            &self.has_next,
            &self.has_prev,
            &self.total_elements,
            &self.total_pages,
            &self.total_results,
            &self.schemas,
        ];
        Shown::new("PageFields", NAMES, fields, &self.unknown).linking(LINKS)
    }
}

impl Model for PageMeta {
    fn take(mut fields: Fields) -> Self {
        let style = Style::of(&fields);
        Self {
            key: fields.take("key"),
            url: fields.take("url"),
            first_page_url: fields.take("first_page_url"),
            next_page_url: fields.take("next_page_url"),
            previous_page_url: fields.take("previous_page_url"),
            page: fields.take("page"),
            page_size: fields.take(style.page_size()),
            next_token: fields.take(style.next_token()),
            previous_token: fields.take(style.previous_token()),
            unknown: fields,
            style,
        }
    }

    fn shown(&self) -> Shown<'_> {
        let fields: &[&dyn Field] = &[
            &self.key,
            &self.url,
            &self.first_page_url,
            &self.next_page_url,
            &self.previous_page_url,
            &self.page,
            &self.page_size,
            &self.next_token,
            &self.previous_token,
        ];
        Shown::new("PageMeta", self.style.names(), fields, &self.unknown).linking(LINKS)
    }
}

crate::__model!(PageFields);
crate::__model!(PageMeta);
