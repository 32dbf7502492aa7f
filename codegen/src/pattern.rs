//! Patterns with stars.

/// Whether a pattern matches the whole text: `*` stands for any run of characters without `/`, `**` for any run.
pub fn matches(pattern: &str, text: &str) -> bool {
    let pattern = tokens(pattern);
    let letters: Vec<char> = text.chars().collect();
    // `reached[at]`: the tokens so far match the first `at` letters.
    let mut reached = vec![false; letters.len() + 1];
    if let Some(start) = reached.first_mut() {
        *start = true;
    }
    for token in pattern {
        let mut next = vec![false; reached.len()];
        let mut is_open = false;
        for (at, was_reached) in reached.iter().enumerate() {
            let before = at.checked_sub(1).and_then(|before| letters.get(before));
            let reaches = match token {
                Token::Letter(letter) => {
                    before == Some(&letter) && reached.get(at.wrapping_sub(1)) == Some(&true)
                }
                Token::Run { crosses } => {
                    is_open = *was_reached || (is_open && (crosses || before != Some(&'/')));
                    is_open
                }
            };
            if let Some(slot) = next.get_mut(at) {
                *slot = reaches;
            }
        }
        reached = next;
    }
    reached.last() == Some(&true)
}

/// Whether a text holds a star.
pub(crate) fn is_pattern(text: &str) -> bool {
    text.contains('*')
}

#[derive(Clone, Copy)]
enum Token {
    Letter(char),
    Run { crosses: bool },
}

fn tokens(pattern: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut letters = pattern.chars().peekable();
    while let Some(letter) = letters.next() {
        if letter != '*' {
            tokens.push(Token::Letter(letter));
            continue;
        }
        let mut stars = 1;
        while letters.next_if_eq(&'*').is_some() {
            stars += 1;
        }
        tokens.push(Token::Run { crosses: stars > 1 });
    }
    tokens
}

#[cfg(test)]
mod tests {
    use super::matches;
    use proptest::prelude::*;

    #[test]
    fn one_star_stays_within_a_segment() {
        let path = "/2010-04-01/Accounts/{AccountSid}/Messages/{Sid}.json";
        for pattern in [
            path,
            "/2010-04-01/Accounts/*/Messages/*.json",
            "/2010-04-01/**",
            "**/Messages/*",
            "/**/Messages**",
            "*/*/*/*/*/*",
            "**",
        ] {
            assert!(matches(pattern, path), "{pattern}");
        }
        for pattern in ["", "*", "/2010-04-01/*", "/2010-04-01/Accounts/*/Messages", "**/messages/*"] {
            assert!(!matches(pattern, path), "{pattern}");
        }
        assert!(matches("", "") && matches("*", "") && matches("Create*", "CreateMessage"));
    }

    proptest! {
        #[test]
        fn any_text_matches_itself_and_any_start_of_it_with_a_run(text in "[a-z/é]{0,30}", at in 0_usize..30) {
            prop_assert!(matches(&text, &text));
            let start: String = text.chars().take(at).collect();
            let pattern = format!("{start}**");
            prop_assert!(matches(&pattern, &text));
            prop_assert_eq!(matches(&format!("{}x", text), &text), false);
        }
    }
}
