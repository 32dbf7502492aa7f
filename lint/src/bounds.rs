//! Whether a text is shallow enough to parse: recursive descent on hostile source would overflow the stack, so depth is judged before.

use crate::Place;

/// How deep delimiters may nest.
const MAX_DEPTH: usize = 256;
/// How many tokens may stand between separators: each may open one more level of an expression or a type.
const MAX_RUN: usize = 4_000;
/// The largest file that is read, in bytes.
const MAX_LENGTH: usize = 64 << 20;
/// The stack of a worker, in bytes; it is reserved, not touched, unless source is as deep as the limits allow.
pub(crate) const STACK: usize = 512 << 20;

/// Why a text is not parsed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct TooDeep {
    pub offset: usize,
    pub reason: String,
}

/// One level of delimiters.
#[derive(Default)]
struct Level {
    /// Tokens since the last separator.
    run: usize,
    /// Closures and generic arguments since the last `;`: a comma does not end these.
    open: usize,
}

/// Looks at a text once, token by token, without recursion.
pub(crate) fn check_depth(text: &str) -> Result<(), TooDeep> {
    if text.len() > MAX_LENGTH {
        return Err(too_deep(0, format!("the file is larger than {} MiB", MAX_LENGTH >> 20)));
    }
    let mut levels = vec![Level::default()];
    let mut scanner = Scanner { bytes: text.as_bytes(), at: 0 };
    let mut after_brace = false;
    while let Some((offset, token)) = scanner.next_token() {
        let ends_statement = after_brace && ends_before(token);
        after_brace = token == Token::Close(b'}');
        match token {
            Token::Open => {
                count(&mut levels, offset)?;
                levels.push(Level::default());
                if levels.len() > MAX_DEPTH {
                    return Err(too_deep(offset, format!("delimiters nest deeper than {MAX_DEPTH} levels")));
                }
            }
            Token::Close(_) => {
                if levels.len() > 1 {
                    levels.pop();
                }
            }
            _ => step(&mut levels, token, ends_statement, offset)?,
        }
    }
    Ok(())
}

/// The macros that a text declares by `macro_rules!`: each name with what stands between its outer delimiters.
pub(crate) fn find_macros(text: &str) -> Vec<(&str, &str)> {
    let mut macros = Vec::new();
    let mut scanner = Scanner { bytes: text.as_bytes(), at: 0 };
    while let Some((_, token)) = scanner.next_token() {
        if token != Token::Word(b"macro_rules")
            || !matches!(scanner.next_token(), Some((_, Token::Punct(b'!'))))
        {
            continue;
        }
        let (Some((_, Token::Word(name))), Some((open, Token::Open))) =
            (scanner.next_token(), scanner.next_token())
        else {
            continue;
        };
        let mut depth = 1usize;
        while depth > 0 {
            let Some((at, token)) = scanner.next_token() else { return macros };
            match token {
                Token::Open => depth += 1,
                Token::Close(_) => depth -= 1,
                _ => continue,
            }
            if depth == 0
                && let (Ok(name), Some(body)) = (std::str::from_utf8(name), text.get(open + 1..at))
            {
                macros.push((name, body));
            }
        }
    }
    macros
}

/// What stands between tokens: blanks and comments.
pub(crate) fn blanks(text: &str) -> Vec<(usize, usize)> {
    let mut blanks = Vec::new();
    let mut scanner = Scanner { bytes: text.as_bytes(), at: 0 };
    let mut before = 0;
    while let Some((start, _)) = scanner.next_token() {
        if before < start {
            blanks.push((before, start));
        }
        before = scanner.at;
    }
    blanks.push((before.min(text.len()), text.len()));
    blanks
}

/// Counts one token that is no delimiter.
fn step(levels: &mut [Level], token: Token<'_>, ends_statement: bool, offset: usize) -> Result<(), TooDeep> {
    let Some(level) = levels.last_mut() else { return Ok(()) };
    match token {
        Token::Punct(b';') => *level = Level::default(),
        Token::Punct(b',') => level.run = 0,
        Token::Punct(b'|' | b'<') => level.open += 1,
        _ if ends_statement => *level = Level::default(),
        _ => {}
    }
    if level.open > MAX_RUN {
        return Err(too_deep(offset, format!("an expression is longer than {MAX_RUN} tokens")));
    }
    count(levels, offset)
}

/// Whether a token after `}` starts a new statement or item.
fn ends_before(token: Token<'_>) -> bool {
    match token {
        Token::Word(word) => word != b"else" && word != b"as",
        Token::Punct(punct) => punct == b'#',
        _ => false,
    }
}

fn count(levels: &mut [Level], offset: usize) -> Result<(), TooDeep> {
    if let Some(level) = levels.last_mut() {
        level.run += 1;
        if level.run > MAX_RUN {
            return Err(too_deep(offset, format!("an expression is longer than {MAX_RUN} tokens")));
        }
    }
    Ok(())
}

fn too_deep(offset: usize, reason: String) -> TooDeep {
    TooDeep { offset, reason }
}

/// A token, as far as depth goes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Token<'t> {
    Open,
    Close(u8),
    Punct(u8),
    Word(&'t [u8]),
    Literal,
}

/// Rust's tokens, coarsely: strings, characters, lifetimes and comments are told apart, numbers are words.
struct Scanner<'t> {
    bytes: &'t [u8],
    at: usize,
}

impl<'t> Scanner<'t> {
    fn peek(&self, ahead: usize) -> u8 {
        self.bytes.get(self.at + ahead).copied().unwrap_or(0)
    }

    fn next_token(&mut self) -> Option<(usize, Token<'t>)> {
        self.skip_blank();
        let start = self.at;
        let first = *self.bytes.get(start)?;
        let token = match first {
            b'(' | b'[' | b'{' => self.one(Token::Open),
            b')' | b']' | b'}' => self.one(Token::Close(first)),
            b'"' => self.quoted(),
            b'\'' => self.quote_or_lifetime(),
            _ if is_word(first) => self.word(),
            _ => self.one(Token::Punct(first)),
        };
        Some((start, token))
    }

    fn one(&mut self, token: Token<'t>) -> Token<'t> {
        self.at += 1;
        token
    }

    fn skip_blank(&mut self) {
        loop {
            match (self.peek(0), self.peek(1)) {
                (b' ' | b'\t' | b'\r' | b'\n', _) => self.at += 1,
                (b'/', b'/') => {
                    while self.at < self.bytes.len() && self.peek(0) != b'\n' {
                        self.at += 1;
                    }
                }
                (b'/', b'*') => self.skip_comment(),
                _ => return,
            }
        }
    }

    fn skip_comment(&mut self) {
        let mut depth = 0usize;
        while self.at < self.bytes.len() {
            match (self.peek(0), self.peek(1)) {
                (b'/', b'*') => {
                    depth += 1;
                    self.at += 2;
                }
                (b'*', b'/') => {
                    depth -= 1;
                    self.at += 2;
                    if depth == 0 {
                        return;
                    }
                }
                _ => self.at += 1,
            }
        }
    }

    fn quoted(&mut self) -> Token<'t> {
        self.at += 1;
        while self.at < self.bytes.len() {
            match self.peek(0) {
                b'\\' => self.at += 2,
                b'"' => return self.one(Token::Literal),
                _ => self.at += 1,
            }
        }
        self.at = self.bytes.len();
        Token::Literal
    }

    fn raw(&mut self) -> Token<'t> {
        let mut hashes = 0usize;
        while self.peek(0) == b'#' {
            hashes += 1;
            self.at += 1;
        }
        self.at += 1;
        while self.at < self.bytes.len() {
            let closes = self.peek(0) == b'"' && (1..=hashes).all(|ahead| self.peek(ahead) == b'#');
            self.at += 1;
            if closes {
                self.at += hashes;
                break;
            }
        }
        Token::Literal
    }

    fn quote_or_lifetime(&mut self) -> Token<'t> {
        if self.peek(1) == b'\\' {
            self.at += 3;
            while self.at < self.bytes.len() && self.peek(0) != b'\'' {
                self.at += 1;
            }
            return self.one(Token::Literal);
        }
        let rest = self.bytes.get(self.at + 1..).unwrap_or_default();
        let width = rest.iter().take(4).position(|byte| *byte == b'\'');
        match width {
            Some(width) if width > 0 && (width == 1 || !rest.first().is_some_and(u8::is_ascii)) => {
                self.at += width + 2;
                Token::Literal
            }
            _ => self.one(Token::Punct(b'\'')),
        }
    }

    fn word(&mut self) -> Token<'t> {
        let start = self.at;
        while is_word(self.peek(0)) && self.at < self.bytes.len() {
            self.at += 1;
        }
        let word = self.bytes.get(start..self.at).unwrap_or_default();
        let raw = matches!(word, b"r" | b"br" | b"cr");
        match self.peek(0) {
            b'"' if raw => self.raw(),
            b'#' if raw && matches!(self.peek(1), b'"' | b'#') => self.raw(),
            b'"' if matches!(word, b"b" | b"c") => self.quoted(),
            b'\'' if word == b"b" => self.quote_or_lifetime(),
            _ => Token::Word(word),
        }
    }
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || byte >= 0x80
}

/// Byte offsets to lines and columns, both from 1.
pub(crate) fn line_column(text: &str, place: Place) -> (usize, usize) {
    let before = text.get(..place.start as usize).unwrap_or(text);
    let line = before.bytes().filter(|byte| *byte == b'\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
    (line, column)
}

#[cfg(test)]
mod tests {
    use super::check_depth;

    #[test]
    fn deep_nesting_is_refused_and_plain_code_is_not() {
        let deep = format!("fn f() {{ {}1{} }}", "(".repeat(100_000), ")".repeat(100_000));
        assert!(check_depth(&deep).is_err());
        assert!(check_depth(&format!("fn f() {{ {}x; }}", "!".repeat(100_000))).is_err());
        assert!(check_depth(&format!("fn f() {{ {}x; }}", "|a,|".repeat(100_000))).is_err());
        assert!(
            check_depth(&format!("type A = {}u8{};", "B<u8, ".repeat(100_000), ">".repeat(100_000))).is_err()
        );
        let long_list = format!("const A: &[u8] = &[{}];", "1,".repeat(100_000));
        assert_eq!(check_depth(&long_list), Ok(()));
        let many = "fn f<'a>(x: &'a str) -> char { if x.is_empty() { '{' } else { '\\'' } }\n".repeat(10_000);
        assert_eq!(check_depth(&many), Ok(()));
        assert_eq!(check_depth(&format!("const T: &str = r#\"{}\"#;", "(\"".repeat(100_000))), Ok(()));
    }
}
