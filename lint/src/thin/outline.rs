//! The outline of a file: its items, and where the bodies of its functions are.

use super::words::{By, Mention, Role, SELF_TYPE, Words};
use crate::gather::{Gather, PutAll};
use crate::scanner::{Scanner, Token};
use crate::word::{Name, name};

/// What an item is, as far as its names may be used elsewhere.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Kind {
    Function,
    Constant,
    Static,
    /// A struct, an enum, a union or an alias.
    Type,
    Use,
    Module,
    Impl,
    Trait,
    /// A block of foreign functions.
    Foreign,
    /// A macro, or the call of one.
    #[default]
    Other,
}

/// An item, without what lies in it where it is a module, an `impl` or a trait.
#[derive(Debug, Default)]
pub(super) struct Unit {
    pub kind: Kind,
    pub words: Words,
    /// Whether its text leads to Twilio by itself.
    pub is_origin: bool,
    /// The names of the item itself: one, or none.
    pub own: Option<Name>,
    /// What stands between the braces of a function, or between `=` and `;` of a const.
    pub body: Option<(usize, usize)>,
    /// Of a function of an `impl` or a trait: the words of the header.
    pub header: Vec<Name>,
    /// The type, and the trait, that it is a function of.
    pub owners: Vec<Name>,
    /// Whether it belongs to a trait, or to the `impl` of one.
    pub is_of_trait: bool,
    /// Whether it is what a trait says itself.
    pub is_default: bool,
    /// Whether it is another name of a type.
    pub is_alias: bool,
}

/// What surrounds items.
#[derive(Debug, Default)]
struct Around {
    mentions: Vec<Mention>,
    owners: Vec<Name>,
    is_origin: bool,
    is_of_trait: bool,
    is_default: bool,
}

/// Reads the items of a text. What is not balanced ends the outline: what lies behind has no bodies.
pub(super) fn outline(text: &str, origins: &[usize]) -> Vec<Unit> {
    let mut reading = Reading {
        text: text.as_bytes(),
        scanner: Scanner::new(text),
        origins,
        around: vec![Around::default()],
    };
    let mut units = Vec::new();
    while let Some(unit) = reading.item() {
        units.push(unit);
    }
    units
}

struct Reading<'t> {
    text: &'t [u8],
    scanner: Scanner<'t>,
    /// Where the text names Twilio or us.
    origins: &'t [usize],
    around: Vec<Around>,
}

/// An item that is being read.
#[derive(Default)]
struct Head {
    kind: Option<Kind>,
    words: Words,
    own: Option<Name>,
    is_alias: bool,
    start: Option<usize>,
    /// Where what stands behind its `=` begins.
    value: Option<usize>,
    depth: usize,
    /// Behind `impl`: the last word of the type or trait that is being named, outside of `<>`.
    target: Option<Name>,
    of_trait: Option<Name>,
    angles: usize,
    /// Whether it is in the parameters that it declares in angle brackets.
    in_generics: bool,
    is_header_done: bool,
    /// Whether the last word is what generics stand behind: its name, or `impl`.
    is_named: bool,
    last: Option<u8>,
}

impl<'t> Reading<'t> {
    /// The next item; `None` at the end.
    fn item(&mut self) -> Option<Unit> {
        let mut head = Head::default();
        loop {
            let Some((at, token)) = self.next() else {
                return head.start.map(|start| self.finish(head, start, None));
            };
            let start = *head.start.get_or_insert(at);
            match token {
                Token::Close(b'}') if head.depth == 0 => {
                    if self.around.len() == 1 {
                        return None;
                    }
                    self.around.pop();
                    if head.kind.is_some() || start < at {
                        return Some(self.finish(head, start, None));
                    }
                    head.start = None;
                    continue;
                }
                Token::Open(b'{') if head.opens_body() => {
                    let kind = head.kind.unwrap_or_default();
                    return self.end_at_brace(head, kind, start, at);
                }
                Token::Open(_) => head.depth += 1,
                Token::Close(_) => head.depth = head.depth.saturating_sub(1),
                Token::Word(word) if head.in_generics => head.take_generic(word),
                Token::Word(word) if head.depth == 0 => head.take(word),
                _ => {}
            }
            head.note(token);
            head.words.role = match head.kind {
                Some(Kind::Use) => Role::Use,
                Some(Kind::Type) => Role::Type,
                _ => Role::Code,
            };
            head.words.add(token, self.text.get(at..self.scanner.at()).unwrap_or_default());
            if token == Token::Punct(b'=') && head.depth == 0 && head.value.is_none() {
                head.value = Some(self.scanner.at());
            }
            if token == Token::Punct(b';') && head.depth == 0 {
                let is_const = matches!(head.kind, Some(Kind::Constant | Kind::Static));
                let value = head.value.filter(|_| is_const).map(|value| (value, at));
                return Some(self.finish(head, start, value));
            }
        }
    }

    fn next(&mut self) -> Option<(usize, Token<'t>)> {
        self.scanner.next_token()
    }

    /// An item whose brace has been reached.
    fn end_at_brace(&mut self, mut head: Head, kind: Kind, start: usize, at: usize) -> Option<Unit> {
        match kind {
            Kind::Module | Kind::Foreign => {
                let around = Around { is_origin: false, ..Around::default() };
                self.around.push(around);
                Some(self.finish(head, start, None))
            }
            Kind::Impl | Kind::Trait => {
                head.words.end();
                let owners = match kind {
                    Kind::Trait => head.own.into_iter().gather(),
                    _ => head.target.into_iter().chain(head.of_trait).gather(),
                };
                let around = Around {
                    mentions: head.words.mentions.clone(),
                    owners,
                    is_origin: head.words.is_origin || self.names_origin(start, at),
                    is_of_trait: kind == Kind::Trait || head.of_trait.is_some(),
                    is_default: kind == Kind::Trait,
                };
                let unit = self.finish(head, start, None);
                self.around.push(around);
                Some(unit)
            }
            _ => {
                let closed = self.braced(&mut head.words);
                let body = closed.map(|end| (at + 1, end)).filter(|_| kind == Kind::Function);
                Some(self.finish(head, start, body))
            }
        }
    }

    /// Reads to the end of a brace that was opened; where it ends, if it does.
    fn braced(&mut self, words: &mut Words) -> Option<usize> {
        words.add(Token::Open(b'{'), b"");
        let mut depth = 1usize;
        while let Some((at, token)) = self.next() {
            match token {
                Token::Open(_) => depth += 1,
                Token::Close(_) => depth -= 1,
                _ => {}
            }
            words.add(token, self.text.get(at..self.scanner.at()).unwrap_or_default());
            if depth == 0 {
                return Some(at);
            }
        }
        None
    }

    fn names_origin(&self, start: usize, end: usize) -> bool {
        let first = self.origins.partition_point(|at| *at < start);
        self.origins.get(first).is_some_and(|at| *at < end)
    }

    fn finish(&mut self, head: Head, start: usize, body: Option<(usize, usize)>) -> Unit {
        let Head { kind, mut words, own, is_alias, .. } = head;
        words.end();
        let mut unit = Unit { kind: kind.unwrap_or_default(), own, body, is_alias, ..Unit::default() };
        unit.is_origin = words.is_origin || self.names_origin(start, self.scanner.at());
        if let Some(around) = self.around.last().filter(|_| unit.kind != Kind::Impl) {
            unit.is_origin |= around.is_origin;
            words.mentions.extend(&around.mentions);
            unit.header = around.mentions.iter().map(|mention| mention.name).gather();
            unit.owners.clone_from(&around.owners);
            unit.is_of_trait = around.is_of_trait;
            unit.is_default = around.is_default;
        }
        unit.words = words;
        unit.name_self();
        unit
    }
}

impl Unit {
    /// Puts in the types for which `Self` stands: of what a trait says itself, any.
    fn name_self(&mut self) {
        let mut named: Vec<Mention> = Vec::new();
        self.words.mentions.retain(|mention| {
            let is_self = mention.by == By::Type(SELF_TYPE);
            match (is_self, self.is_default) {
                (true, true) => named.push(Mention { by: By::Any, ..*mention }),
                (true, false) => {
                    let of = |owner: &Name| Mention { by: By::Type(*owner), ..*mention };
                    named.put_all(self.owners.iter().map(of));
                }
                (false, _) => {}
            }
            !is_self
        });
        self.words.mentions.put_all(named);
    }
}

impl Head {
    /// Whether a brace here begins what the item holds, and not the value of a const argument.
    fn opens_body(&self) -> bool {
        let is_listed = matches!(self.last, Some(b'<' | b',' | b'=')) && self.angles > 0;
        let is_argument = is_listed && self.kind == Some(Kind::Function);
        self.depth == 0
            && !is_argument
            && !matches!(self.kind, Some(Kind::Constant | Kind::Static | Kind::Use) | None)
    }

    /// Takes a word outside of delimiters.
    fn take(&mut self, word: &[u8]) {
        let is_named = self.own.is_some();
        match (self.kind, word) {
            (None, b"pub" | b"unsafe" | b"async" | b"default" | b"auto" | b"safe") => {}
            (None, b"extern") => self.kind = Some(Kind::Foreign),
            (None | Some(Kind::Foreign), b"fn") => self.kind = Some(Kind::Function),
            (Some(Kind::Constant), b"fn") if !is_named => self.kind = Some(Kind::Function),
            (Some(Kind::Constant), b"unsafe" | b"async" | b"extern" | b"mut") if !is_named => {}
            (Some(Kind::Foreign), b"crate") => self.kind = Some(Kind::Use),
            (None, b"const") => self.kind = Some(Kind::Constant),
            (None, b"static") => self.kind = Some(Kind::Static),
            (Some(Kind::Static), b"mut") => {}
            (None, b"struct" | b"enum" | b"union" | b"type") => {
                self.kind = Some(Kind::Type);
                self.is_alias = word == b"type";
            }
            (None, b"use") => self.kind = Some(Kind::Use),
            (None, b"mod") => self.kind = Some(Kind::Module),
            (None, b"trait") => self.kind = Some(Kind::Trait),
            (None, b"impl") => self.kind = Some(Kind::Impl),
            (None, _) => self.kind = Some(Kind::Other),
            (Some(Kind::Impl), _) => self.take_target(word),
            (Some(Kind::Other), b"macro_rules") => {}
            (Some(Kind::Use), _) => {}
            _ if !is_named => self.own = Some(name(word)),
            _ => {}
        }
    }

    /// Takes a word of `impl<..> Trait for Type where ..`.
    fn take_target(&mut self, word: &[u8]) {
        match word {
            b"for" if self.angles == 0 => self.of_trait = self.target.take(),
            b"where" if self.angles == 0 => self.is_header_done = true,
            b"dyn" | b"mut" | b"const" => {}
            _ if self.angles == 0 && !self.is_header_done => self.target = Some(name(word)),
            _ => {}
        }
    }

    /// Takes a word of `<T: Clone, U>`: its parameters stand for types.
    fn take_generic(&mut self, word: &[u8]) {
        if self.angles == 1 && matches!(self.last, Some(b'<' | b',')) {
            self.words.aliases.push(name(word));
        }
    }

    /// Follows the angle brackets.
    fn note(&mut self, token: Token<'_>) {
        let sign = match token {
            Token::Punct(sign) | Token::Open(sign) | Token::Close(sign) => Some(sign),
            _ => None,
        };
        match sign {
            Some(b'<') => {
                self.in_generics |= self.is_named && self.angles == 0;
                self.angles += 1;
            }
            Some(b'>') if self.last != Some(b'-') => {
                self.angles = self.angles.saturating_sub(1);
                self.in_generics &= self.angles > 0;
            }
            _ => {}
        }
        let ends_name = |word: &[u8]| word == b"impl" || self.own == Some(name(word));
        self.is_named = matches!(token, Token::Word(word) if ends_name(word));
        self.last = sign;
    }
}

#[cfg(test)]
mod tests {
    use super::{Kind, Unit, outline};
    use crate::word::name;

    fn bodies(text: &str) -> Vec<&str> {
        let units = outline(text, &[]);
        units.iter().filter_map(|unit| text.get(unit.body?.0..unit.body?.1)).collect()
    }

    fn one(text: &str) -> Unit {
        outline(text, &[]).pop().unwrap()
    }

    #[test]
    fn the_bodies_of_functions_are_found_wherever_they_stand() {
        let text = "#![allow(x)] pub(crate) const unsafe fn a<'a, T: B<{ 1 }>>(x: [u8; {2}]) -> C where T: D, { 3 } \
                    mod m { impl<T> E for F<T> where T: G { const H: u8 = { 4 }; async fn i(self) { 5 } } } \
                    trait J { fn k(&self); fn l(&self) { '{'; 6 } } const M: fn() = n; \
                    extern \"C\" { fn o(); } extern \"C\" fn p() { \"}\"; 7 } macro_rules! q { () => { fn r() { 8 } } } \
                    thread_local! { static S: T = { 9 }; } struct U { v: W } enum X { Y { z: u8 } } fn end() {}";
        assert_eq!(bodies(text), [" 3 ", " { 4 }", " 5 ", " '{'; 6 ", " n", " \"}\"; 7 ", ""]);
    }

    #[test]
    fn what_is_not_balanced_has_no_bodies_behind_it() {
        assert_eq!(bodies("fn a() { 1 } } fn b() { 2 }"), [" 1 "]);
        assert_eq!(bodies("fn a() { 1 } fn b() { ( "), [" 1 "]);
        assert_eq!(bodies(""), Vec::<&str>::new());
    }

    #[test]
    fn functions_know_whose_they_are() {
        let unit = one("impl<'a, T: A> b::Sender<'a, C> for dyn x::Api<T> where T: D { fn go() {} ");
        assert_eq!(unit.kind, Kind::Function);
        assert_eq!(unit.owners, [name(b"Api"), name(b"Sender")]);
        assert!(unit.is_of_trait && !unit.is_default && unit.own == Some(name(b"go")));
        let unit = one("trait Sender: Send { fn go(&self) {}");
        assert!(unit.owners == [name(b"Sender")] && unit.is_default);
        assert!(one("impl Api {} fn free() {}").owners.is_empty());
    }
}
