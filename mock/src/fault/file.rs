//! Rules in a file: a list of them, in YAML or JSON.

use serde_json::Value;

use super::Fault;
use super::rule::{Problem, all_from_json};
use crate::document::load;
use crate::error::DocumentProblem;

/// The rules of a text, or everything that is wrong in it, with places.
pub(crate) fn read(file: &str, text: &str) -> Result<Vec<Fault>, Vec<DocumentProblem>> {
    let needed = || {
        let message = "a list of rules is needed, such as `- {do: status, status: 503, on: CreateMessage}`";
        vec![DocumentProblem::new(file, "", message)]
    };
    // What holds nothing but remarks is no tree.
    if text.lines().all(|line| line.trim().is_empty() || line.trim_start().starts_with('#')) {
        return Err(needed());
    }
    let tree = load(text).map_err(|problem| vec![DocumentProblem::of_text(file, problem)])?;
    let Value::Array(rules) = tree else { return Err(needed()) };
    let problem = |(place, problem): Problem| DocumentProblem::new(file, place, problem);
    all_from_json(&rules).map_err(|problems| problems.into_iter().map(problem).collect())
}

#[cfg(test)]
mod tests {
    use super::read;
    use crate::fault::Fault;

    #[test]
    fn a_list_is_read_with_all_its_problems() {
        let good = read("f.yaml", "- {do: status, status: 503, on: 'Create*'}\n- do: truncate\n").unwrap();
        assert_eq!(good, [Fault::status(503).on("Create*"), Fault::truncated()]);
        let told = |text: &str| -> Vec<String> {
            read("f.yaml", text).unwrap_err().iter().map(ToString::to_string).collect()
        };
        let wrong = told("- {do: status}\n- {do: truncate, sahre: 1}\n- 7\n");
        assert!(wrong[0].starts_with("f.yaml#/0/status: "), "{wrong:?}");
        assert!(wrong[1].starts_with("f.yaml#/1/sahre: "), "{wrong:?}");
        assert!(wrong[2].starts_with("f.yaml#/2: "), "{wrong:?}");
        for none in ["do: truncate", "", "# nothing\n\n"] {
            assert!(told(none)[0].starts_with("f.yaml: a list of rules is needed"), "{none}");
        }
        assert!(told("- {do: truncate}\n- [")[0].starts_with("f.yaml:3:1: not YAML: did not find"));
        assert!(told("- [")[0].contains("not YAML"));
    }
}
