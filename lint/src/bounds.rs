//! Whether a text is shallow enough to parse: recursive descent on hostile source would overflow the stack, so depth is judged before.

use crate::scanner::{Scanner, Token};

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
    let mut scanner = Scanner::new(text);
    let mut after_brace = false;
    while let Some((offset, token)) = scanner.next_token() {
        let ends_statement = after_brace && ends_before(token);
        after_brace = token == Token::Close(b'}');
        match token {
            Token::Open(_) => {
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
    let mut scanner = Scanner::new(text);
    while let Some((_, token)) = scanner.next_token() {
        if token != Token::Word(b"macro_rules")
            || !matches!(scanner.next_token(), Some((_, Token::Punct(b'!'))))
        {
            continue;
        }
        let (Some((_, Token::Word(name))), Some((open, Token::Open(_)))) =
            (scanner.next_token(), scanner.next_token())
        else {
            continue;
        };
        let mut depth = 1usize;
        while depth > 0 {
            let Some((at, token)) = scanner.next_token() else { return macros };
            match token {
                Token::Open(_) => depth += 1,
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
    let mut scanner = Scanner::new(text);
    let mut before = 0;
    while let Some((start, _)) = scanner.next_token() {
        if before < start {
            blanks.push((before, start));
        }
        before = scanner.at();
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

/// Byte offsets to lines and columns, both from 1.
pub(crate) fn line_column(text: &str, offset: usize) -> (usize, usize) {
    let before = text.get(..offset).unwrap_or(text);
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
