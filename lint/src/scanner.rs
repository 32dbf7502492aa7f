//! Rust's tokens, told apart without recursion: enough to find delimiters, words and literals in any text.

use crate::bounds::line_column;

/// A token, coarsely.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Token<'t> {
    Open(u8),
    Close(u8),
    Punct(u8),
    Word(&'t [u8]),
    Literal,
}

/// Rust's tokens, coarsely: strings, characters, lifetimes and comments are told apart, numbers are words.
pub(crate) struct Scanner<'t> {
    bytes: &'t [u8],
    at: usize,
}

impl<'t> Scanner<'t> {
    pub(crate) fn new(text: &'t str) -> Self {
        Self { bytes: text.as_bytes(), at: 0 }
    }

    /// Where the last token ended.
    pub(crate) fn at(&self) -> usize {
        self.at
    }

    fn peek(&self, ahead: usize) -> u8 {
        self.bytes.get(self.at + ahead).copied().unwrap_or(0)
    }

    /// The next token, and where it begins.
    pub(crate) fn next_token(&mut self) -> Option<(usize, Token<'t>)> {
        self.skip_blank();
        let start = self.at;
        let first = *self.bytes.get(start)?;
        let token = match first {
            b'(' | b'[' | b'{' => self.one(Token::Open(first)),
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

/// Where delimiters do not fit, and what is wrong there; nothing where they do.
pub(crate) fn unbalanced(text: &str) -> Option<(usize, String)> {
    let mut open: Vec<(usize, u8)> = Vec::new();
    let mut scanner = Scanner::new(text);
    while let Some((at, token)) = scanner.next_token() {
        match token {
            Token::Open(first) => open.push((at, first)),
            Token::Close(last) => {
                let last_sign = char::from(last);
                let Some((start, first)) = open.pop() else {
                    return Some((at, format!("this `{last_sign}` closes nothing")));
                };
                if !matches!((first, last), (b'(', b')') | (b'[', b']') | (b'{', b'}')) {
                    let (line, column) = line_column(text, start);
                    let first = char::from(first);
                    let what = format!("this `{last_sign}` does not close the `{first}` of {line}:{column}");
                    return Some((at, what));
                }
            }
            _ => {}
        }
    }
    let (start, first) = open.pop()?;
    Some((start, format!("this `{}` is never closed", char::from(first))))
}
