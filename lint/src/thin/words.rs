//! The words of a piece of source: which names it mentions, which it defines, and which fields it reads and sets.

use crate::gather::PutAll;
use crate::scanner::Token;
use crate::word::{Name, is_sid, name};

/// A name that is mentioned.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Mention {
    pub name: Name,
    pub by: By,
}

/// What stands before a name.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum By {
    /// Nothing.
    #[default]
    Plain,
    /// A `.`
    Value,
    /// What could be anything.
    Any,
    /// `Sender::`; the outline puts the types in for which `Self` stands.
    Type(Name),
    /// `sender::`: the first name of the path.
    Module(Name),
}

/// What is gathered of a piece of source.
#[derive(Debug, Default)]
pub(super) struct Words {
    pub mentions: Vec<Mention>,
    pub defined: Vec<Name>,
    /// Of these the statics, which code elsewhere may fill.
    pub statics: Vec<Name>,
    /// Fields that may be read here.
    pub read: Vec<Name>,
    /// Fields that may be set, and types that may be made by a call.
    pub written: Vec<Name>,
    /// Methods that are called: some set fields of what a derived builder makes.
    pub called: Vec<Name>,
    /// Names that stand for others: `use a as b`, `fn f<B>()`.
    pub aliases: Vec<Name>,
    /// Whether one of the words leads to Twilio.
    pub is_origin: bool,
    /// Whether one of them ends like the derive of a builder.
    pub has_builder: bool,
    /// Whether a path leads through what is called as a module of generated code.
    pub names_document: bool,
    /// What the words are of.
    pub role: Role,
    /// Of a `use`: the first name of its path.
    pub first: Option<Name>,
    /// Whether a `use` brings in all that a module has.
    pub has_glob: bool,
    before: [Sign; 2],
    word: Option<Pending>,
    by: By,
    introduces: Introduces,
}

/// What words are of, as far as it tells what they mean.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Role {
    #[default]
    Code,
    /// A type: what has a colon behind it is a field.
    Type,
    /// A `use`: it defines the names at the ends of its paths.
    Use,
}

/// A token as far as it tells what a word beside it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Sign {
    #[default]
    None,
    Punct(u8),
    Word,
}

/// A word whose next token has not been seen.
#[derive(Clone, Copy, Debug)]
struct Pending {
    name: Name,
    by: By,
    before: Sign,
    is_type: bool,
    is_document: bool,
    /// Whether one `:` has been seen behind it.
    has_colon: bool,
}

/// What the word before says of a word.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Introduces {
    #[default]
    Nothing,
    Definition,
    Static,
    Alias,
}

const PERMIT: Name = name(b"permit");
const SELF_MODULE: Name = name(b"self");

impl Words {
    /// Takes a token and its text.
    pub(super) fn add(&mut self, token: Token<'_>, text: &[u8]) {
        let sign = match token {
            Token::Word(word) => {
                self.end_word(Sign::Word);
                self.add_word(word);
                Sign::Word
            }
            Token::Literal => {
                self.end_word(Sign::None);
                self.add_text(text);
                Sign::None
            }
            Token::Punct(sign) | Token::Open(sign) | Token::Close(sign) => {
                self.add_sign(sign);
                Sign::Punct(sign)
            }
        };
        let [_, last] = self.before;
        self.before = [last, sign];
    }

    /// There are no more tokens.
    pub(super) fn end(&mut self) {
        self.end_word(Sign::None);
        for names in
            [&mut self.defined, &mut self.statics, &mut self.read, &mut self.written, &mut self.called]
        {
            names.sort_unstable();
            names.dedup();
        }
        self.mentions.sort_unstable();
        self.mentions.dedup();
    }

    fn add_word(&mut self, word: &[u8]) {
        let [earlier, before] = self.before;
        let own = name(word);
        let by = std::mem::take(&mut self.by);
        // Of numbers only `pair.0` names anything.
        let is_range = before == Sign::Punct(b'.') && earlier == before;
        let is_number = word.first().is_some_and(u8::is_ascii_digit);
        self.is_origin |= is_sid(word) || names_credential(word);
        if word == b"_" || is_number && (before != Sign::Punct(b'.') || is_range) {
            return;
        }
        self.introduces = match (std::mem::take(&mut self.introduces), word) {
            (Introduces::Static, b"mut" | b"ref") => Introduces::Static,
            // `*const T` defines nothing.
            (_, b"const") if before == Sign::Punct(b'*') => Introduces::Nothing,
            (
                _,
                b"const" | b"enum" | b"fn" | b"macro_rules" | b"mod" | b"struct" | b"trait" | b"type"
                | b"union",
            ) => Introduces::Definition,
            // A lifetime defines nothing either.
            (_, b"static") if before != Sign::Punct(b'\'') => Introduces::Static,
            (_, b"as") => Introduces::Alias,
            (_, word) if is_syntax(word) => Introduces::Nothing,
            (introduces @ (Introduces::Definition | Introduces::Static), _) => {
                self.defined.push(own);
                self.statics.put_all((introduces == Introduces::Static).then_some(own));
                Introduces::Nothing
            }
            (Introduces::Alias, _) => {
                self.aliases.push(own);
                Introduces::Nothing
            }
            (Introduces::Nothing, _) => Introduces::Nothing,
        };
        if is_syntax(word) {
            return;
        }
        if self.role == Role::Use {
            self.first.get_or_insert(own);
        }
        let is_derived = matches!(before, Sign::Punct(b'(' | b',' | b':'));
        self.has_builder |= is_derived && word.ends_with(b"Builder");
        let before = if is_range { Sign::None } else { before };
        let is_type = word.first().is_some_and(u8::is_ascii_uppercase);
        let is_document = is_document(word);
        self.word = Some(Pending { name: own, by, before, is_type, is_document, has_colon: false });
    }

    fn add_sign(&mut self, sign: u8) {
        let [_, before] = self.before;
        match &mut self.word {
            Some(word) if sign == b':' && !word.has_colon => word.has_colon = true,
            Some(word) if sign == b':' => {
                let word = *word;
                self.end_qualifier(word);
            }
            Some(_) => self.end_word(Sign::Punct(sign)),
            // Behind a `>` stands whatever was in the brackets.
            None if sign == b':' && before == Sign::Punct(b'>') => self.by = By::Any,
            None if sign != b':' => self.by = By::Plain,
            None => {}
        }
        self.has_glob |= self.role == Role::Use && sign == b'*' && before == Sign::Punct(b':');
        // `macro_rules! name`, `type = ..`: only a `!` may stand between.
        if sign != b'!' {
            self.introduces = Introduces::Nothing;
        }
    }

    /// A word is followed by `::`.
    fn end_qualifier(&mut self, word: Pending) {
        self.word = None;
        self.names_document |= word.is_document;
        let is_method = word.before == Sign::Punct(b'.');
        self.mentions.push(Mention { name: word.name, by: if is_method { By::Value } else { word.by } });
        self.by = match word {
            // A macro's parameter may be anything, and so may what a method's arguments are followed by.
            Pending { before: Sign::Punct(b'$' | b'.'), .. } => By::Any,
            Pending { is_type: true, name, .. } => By::Type(name),
            Pending { by: By::Module(first), .. } => By::Module(first),
            Pending { name, .. } => By::Module(name),
        };
    }

    /// What follows a word tells what it is: `Api { base: x }`, `Api { base }`, `api.base = x`, `.base(x)`.
    fn end_word(&mut self, next: Sign) {
        let Some(word) = self.word.take() else { return };
        let Pending { name, by, before, .. } = word;
        if self.role == Role::Use && matches!(next, Sign::Punct(b',' | b'}' | b';')) {
            self.end_path(name);
        }
        let mention = Mention { name, by };
        let is_listed = self.role != Role::Use && matches!(before, Sign::Punct(b'{' | b',' | b']'));
        match (before, next) {
            _ if word.has_colon && (is_listed || self.role == Role::Type) => {
                self.read.push(name);
                self.written.push(name);
            }
            (Sign::Punct(b'.'), Sign::Punct(b'(')) => {
                self.mentions.push(Mention { name, by: By::Value });
                self.called.push(name);
            }
            (Sign::Punct(b'.'), _) => {
                self.read.push(name);
                if matches!(next, Sign::Punct(b'=' | b'+')) {
                    self.written.push(name);
                }
            }
            (_, Sign::Punct(b'(')) if name == PERMIT => {
                self.is_origin |= is_listed || before == Sign::Punct(b'[')
            }
            (_, Sign::Punct(b'(')) if word.is_type => {
                self.mentions.push(mention);
                self.written.push(name);
            }
            (_, Sign::Punct(b',' | b'}')) if is_listed => {
                self.mentions.push(mention);
                self.read.push(name);
                self.written.push(name);
            }
            _ => self.mentions.push(mention),
        }
    }

    /// A path of a `use` ends; with `self` it names what stands before it, somewhere.
    fn end_path(&mut self, last: Name) {
        const SYNTAX: [Name; 6] =
            [name(b"alloc"), name(b"core"), name(b"crate"), SELF_MODULE, name(b"std"), name(b"super")];
        if last != SELF_MODULE {
            return self.defined.push(last);
        }
        let names = self.mentions.iter().map(|mention| mention.name);
        self.defined.put_all(names.filter(|name| !SYNTAX.contains(name)));
    }

    /// Names stand in texts, too: what a format string captures, the function of a `#[serde(default = "..")]`.
    fn add_text(&mut self, text: &[u8]) {
        self.by = By::Plain;
        self.introduces = Introduces::Nothing;
        let is_part = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_';
        let is_path = text.iter().all(|byte| is_part(byte) || matches!(byte, b'"' | b':' | b'#' | b'r'));
        let mut before = b'"';
        for word in text.split_inclusive(|byte| !is_part(byte)) {
            let (word, after) = match word.split_last() {
                Some((last, word)) if !is_part(last) => (word, *last),
                _ => (word, b'"'),
            };
            if !word.is_empty() {
                self.is_origin |= is_sid(word) || names_credential(word);
                if is_path || before == b'{' {
                    self.mentions.push(Mention { name: name(word), by: By::Any });
                }
            }
            before = after;
        }
    }
}

/// What stands for the type at hand.
pub(super) const SELF_TYPE: Name = name(b"Self");

/// Whether a word is the language's own, and no name's part.
fn is_syntax(word: &[u8]) -> bool {
    matches!(
        word,
        b"as"
            | b"async"
            | b"await"
            | b"break"
            | b"const"
            | b"continue"
            | b"dyn"
            | b"else"
            | b"enum"
            | b"extern"
            | b"false"
            | b"fn"
            | b"for"
            | b"if"
            | b"impl"
            | b"in"
            | b"let"
            | b"loop"
            | b"match"
            | b"mod"
            | b"move"
            | b"mut"
            | b"pub"
            | b"ref"
            | b"return"
            | b"static"
            | b"struct"
            | b"trait"
            | b"true"
            | b"type"
            | b"unsafe"
            | b"use"
            | b"where"
            | b"while"
    )
}

/// Whether something of this name is, or stands beside, a credential of Twilio's even where nothing else speaks of Twilio.
fn names_credential(word: &[u8]) -> bool {
    const NAMES: [&[u8]; 5] = [b"accountsid", b"apikeysecret", b"apisecret", b"authtoken", b"keysecret"];
    let last = word.last().map(u8::to_ascii_lowercase);
    let letters = || word.iter().filter(|byte| **byte != b'_').map(u8::to_ascii_lowercase);
    matches!(last, Some(b'd' | b't' | b'n')) && NAMES.iter().any(|name| letters().eq(name.iter().copied()))
}

/// Whether a word is called as the modules of generated code are: `api_v2010`.
fn is_document(word: &[u8]) -> bool {
    let version = word.rsplit(|byte| *byte == b'_').next().filter(|version| version.len() < word.len());
    matches!(version, Some([b'v', digit, ..]) if digit.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::{By, Mention, Role, SELF_TYPE, Words};
    use crate::scanner::Scanner;
    use crate::word::name;

    fn words(text: &str, role: Role) -> Words {
        let mut words = Words { role, ..Words::default() };
        let mut scanner = Scanner::new(text);
        while let Some((at, token)) = scanner.next_token() {
            words.add(token, &text.as_bytes()[at..scanner.at()]);
        }
        words.end();
        words
    }

    fn names(list: &[&str]) -> Vec<u64> {
        let mut names: Vec<u64> = list.iter().map(|word| name(word.as_bytes())).collect();
        names.sort_unstable();
        names
    }

    #[test]
    fn fields_are_told_from_names() {
        let text = "let a: T = Api { base: b, host }; a.url = x; y.port += 1; z.len(); w.inner.get(); v.0; 0..5; \
                    if let Api { edge, .. } = Pair(1) {} a.collect::<V>(); f(|c: u8| c);";
        let words = words(text, Role::Code);
        assert_eq!(words.read, names(&["base", "host", "url", "port", "inner", "0", "edge"]));
        assert_eq!(words.written, names(&["base", "host", "url", "port", "edge", "Pair"]));
        assert_eq!(words.called, names(&["len", "get"]));
    }

    #[test]
    fn names_are_mentioned_with_what_qualifies_them() {
        let words = words(
            "a::b(); C::d(); Self::e; <F as G>::h(); $i::j(); Vec::<K>::l(); \"{m}\"; x.n(); o::p::q",
            Role::Code,
        );
        let by = |word: &str| {
            let known = words.mentions.iter().find(|mention| mention.name == name(word.as_bytes()));
            known.map(|mention| mention.by)
        };
        assert_eq!(by("b"), Some(By::Module(name(b"a"))));
        assert_eq!(by("d"), Some(By::Type(name(b"C"))));
        assert_eq!(by("e"), Some(By::Type(SELF_TYPE)));
        for word in ["h", "j", "l", "m"] {
            assert_eq!(by(word), Some(By::Any), "{word}");
        }
        for word in ["a", "C", "F", "G", "K"] {
            assert_eq!(by(word), Some(By::Plain), "{word}");
        }
        assert_eq!(by("n"), Some(By::Value));
        assert_eq!(by("q"), Some(By::Module(name(b"o"))));
        assert!(words.mentions.contains(&Mention { name: name(b"Vec"), by: By::Plain }));
    }

    #[test]
    fn a_use_defines_what_it_brings_in() {
        let plain = words("pub use a::{b, c as d, e::{self, F}};", Role::Use);
        for word in ["b", "d", "e", "F"] {
            assert!(plain.defined.contains(&name(word.as_bytes())), "{word}");
        }
        assert!(!plain.has_glob);
        assert_eq!(words("use a::{b as c, d};", Role::Use).defined, names(&["c", "d"]));
        let all = words("pub use ::a::b::*;", Role::Use);
        assert_eq!((all.first, all.has_glob), (Some(name(b"a")), true));
    }

    #[test]
    fn some_words_lead_to_twilio_by_themselves() {
        let key = format!("\"SK{}\"", "0f".repeat(16));
        for text in [
            "x.account_sid",
            "let AUTH_TOKEN = x",
            "\"apiSecret\"",
            "#[permit(a)]",
            "#[b, permit(a)]",
            key.as_str(),
        ] {
            assert!(words(text, Role::Code).is_origin, "{text}");
        }
        for text in ["let permit = semaphore.permit(1);", "account_id", "token"] {
            assert!(!words(text, Role::Code).is_origin, "{text}");
        }
        assert!(words("api_v2010::create_message()", Role::Code).names_document);
        assert!(!words("socket_v4(a) + a_b::c", Role::Code).names_document);
    }
}
