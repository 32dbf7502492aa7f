//! What generated code says about itself.

use crate::documents::{assert_has, document, rust, source};
use crate::whole::whole;
use ringfence_codegen::{Source, render};
use ringfence_tests::corpus::{corpus, skip};
use std::collections::BTreeSet;
use std::fs;

/// A create with this description, one required input and one optional input.
fn create(description: &str) -> String {
    let paths = format!(
        "/2010-04-01/Messages.json:\n  post:\n    operationId: CreateMessage\n    description: {description:?}\n    requestBody:\n      content:\n        \
         application/x-www-form-urlencoded:\n          schema:\n            type: object\n            required: [To]\n            properties:\n              \
         To: {{type: string, description: \"Who gets it.\\nA number.\", minLength: 2, maxLength: 160}}\n              \
         Attempts: {{type: integer, minimum: 1, maximum: 5, description: How often.}}\n              \
         StatusCallback: {{type: string, format: uri, description: Where.}}\n    responses: {{'204': {{description: Done}}}}\n"
    );
    document(&paths, "")
}

#[test]
fn a_function_tells_method_path_limits_repetition_callbacks_and_page() {
    let source = Source { name: "twilio_api_v2010".to_owned(), ..source(&create("Sends it.")) };
    let code = render(&[source], &[]).unwrap().text;
    let expected = "\
    /// Sends it.
    ///
    /// `POST https://things.twilio.com/2010-04-01/Messages.json`. Not safe to repeat, so it is retried only where Twilio did not act on it.
    ///
    /// Twilio calls back: `StatusCallback`.
    ///
    /// [Twilio's page](https://www.twilio.com/docs/messaging/api/message-resource)
    ///
    /// - `to`: Who gets it. A number. From 2 to 160 characters.
    pub fn create_message(";
    assert!(code.contains(expected), "{code}");
    let setter = "        /// How often.
        ///
        /// From 1 to 5.
        pub fn attempts(";
    assert!(code.contains(setter), "{code}");
}

#[test]
fn a_fetch_says_which_callback_spares_it() {
    let text = document(
        "/2010-04-01/Calls/{Sid}.json:\n  get:\n    operationId: FetchCall\n    parameters: [{name: Sid, in: path, required: true, schema: \
         {type: string}}]\n    responses: {'204': {description: Done}}\n",
        "",
    );
    let source = Source { name: "twilio_api_v2010".to_owned(), ..source(&text) };
    let code = render(&[source], &[]).unwrap().text;
    let expected = "/// Rather than asking again and again, have Twilio call: `create_call` takes `status_callback` for that.";
    assert!(code.contains(expected), "{code}");
}

/// Each of these would be a link, a tag, a heading, a doctest or an unclosed span in rustdoc, or a find of a scanner.
#[test]
fn hazards_of_descriptions_are_made_harmless() {
    let hazards = "Put <Pay> into [DEPRECATED] text, see https://a.example/x.\n\n        let indented = 1;\n# A heading\n\
                   The [page](/docs/x) and [other](../y), a `span` <= 5.\n`-----BEGIN RSA EXAMPLE KEY-----\nMIIE\n-----END RSA EXAMPLE KEY-----`";
    let code = rust(&create(hazards));
    for line in [
        "/// Put \\<Pay\\> into \\[DEPRECATED\\] text, see <https://a.example/x>. /// /// let indented = 1; /// \\# A heading",
        "/// The [page](https://www.twilio.com/docs/x) and \\[other\\](../y), a `span` \\<= 5.",
        "/// `(a PEM block)`",
    ] {
        assert_has(&code, line);
    }
}

#[test]
fn generated_documentation_of_twilio_has_no_doctest_and_nothing_that_scanners_find() {
    let Some(whole) = whole() else { return skip("the documentation of all documents: corpus not found") };
    let lines = || whole.rendered.text.lines().filter_map(|line| line.trim_start().strip_prefix("///"));
    let code: Vec<&str> = lines().filter(|line| line.starts_with("     ") || line.contains("```")).collect();
    assert!(code.is_empty(), "{code:?}");
    let is_key = |word: &str| {
        let digits = word.bytes().filter(u8::is_ascii_digit).count();
        word.len() >= 32 && digits >= 4 && digits < word.len()
    };
    let words = lines().flat_map(|line| line.split(|letter: char| !letter.is_ascii_alphanumeric()));
    let keys: BTreeSet<&str> = words.filter(|word| is_key(word)).collect();
    assert!(keys.is_empty(), "{keys:?}");
    assert!(!whole.rendered.text.contains("-----BEGIN"));
    let links = lines().filter(|line| line.contains("[Twilio's page](https://www.twilio.com/docs/")).count();
    assert_eq!(links, 1447, "every operation names its page");
}

#[test]
fn each_fetch_that_a_callback_spares_says_so() {
    let (Some(whole), Some(corpus)) = (whole(), corpus()) else {
        return skip("the callbacks of all documents: corpus not found");
    };
    let text = fs::read_to_string(corpus.join("facts/callbacks.json")).unwrap();
    let rows: Vec<serde_json::Value> = serde_json::from_str(&text).unwrap();
    let spared = rows.iter().filter(|row| row["replaces_polling"] == true);
    let fetches: BTreeSet<_> = spared.map(|row| (row["spec"].as_str(), row["fetch"].as_str())).collect();
    assert_eq!(whole.rendered.text.matches("/// Rather than asking again and again").count(), fetches.len());
}
