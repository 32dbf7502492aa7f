//! Permits.

use crate::planting::{API, Hole, Planting, Sink};

/// Every planting of this group.
pub fn plantings() -> Vec<Planting> {
    let mut plantings = vec![no_retry(), no_retry_blank()];
    plantings.extend(permits());
    plantings
}

const CALL: &str = "reqwest::get(\"https://api.twilio.com/2010-04-01/Accounts.json\").await?;";

fn no_retry() -> Planting {
    no_retry_with("\"\"")
}

fn no_retry_blank() -> Planting {
    no_retry_with("\"  \"")
}

fn no_retry_with(bad: &'static str) -> Planting {
    let policy = "let client = ringfence::Client::from_env()?;
        api::api_v2010::fetch_balance().without_retry(ringfence::NoRetry::because({v})).send(&client).await?;";
    let setting = "let reason = ringfence::NoRetry::because({v}); let policy = ringfence::RetryPolicy::off(reason); drop(policy);";
    Planting {
        lint: "missing_reason",
        hole: Hole::constant("&'static str", bad, "\"the queue sends again\""),
        sinks: vec![Sink::new("without_retry", policy).with(API), Sink::blocking("policy", setting)],
    }
}

/// A permit in each position, with and without a reason; and around code with and without what it permits.
fn permits() -> Vec<Planting> {
    let attribute = |reason: &str| format!("#[ringfence::permit(unretried_call{reason})]");
    let positions = |attribute: &str, call: &str| {
        let function = format!("{attribute} async fn unretried() -> Outcome {{ {call} Ok(()) }}");
        let method = format!(
            "struct Report; impl Report {{ {attribute} async fn unretried() -> Outcome {{ {call} Ok(()) }} }}"
        );
        let block = format!(
            "struct Report; {attribute} impl Report {{ async fn unretried() -> Outcome {{ {call} Ok(()) }} }}"
        );
        let module = format!(
            "{attribute} mod report {{ pub async fn unretried() -> Result<(), Box<dyn std::error::Error>> {{ {call} Ok(()) }} }}"
        );
        let comment = format!(
            "async fn unretried() -> Outcome {{\n// {}\n{call}\nOk(()) }}",
            attribute.trim_matches(['#', '[', ']']).replace("ringfence::permit", "ringfence: permit")
        );
        let outcome = "type Outcome = Result<(), Box<dyn std::error::Error>>;";
        [
            ("function", function),
            ("method", method),
            ("impl", block),
            ("module", module),
            ("comment", comment),
        ]
        .map(|(name, item)| (name, format!("{outcome}\n{item}")))
    };
    let mut plantings = Vec::new();
    let (with, without) = (attribute(", reason = \"called once a day\""), attribute(""));
    let blank = attribute(", reason = \" \"");
    let pairs = [
        ("missing_reason", positions(&without, CALL)),
        ("missing_reason", positions(&blank, CALL)),
        ("unfulfilled_permit", positions(&with, "std::hint::black_box(1);")),
    ];
    for (lint, bad) in pairs {
        for ((name, bad), (_, good)) in bad.into_iter().zip(positions(&with, CALL)) {
            let (bad, good): (&'static str, &'static str) = (bad.leak(), good.leak());
            let sink = Sink::blocking(name, "const AREA: &str = \"twilio\"; {v}");
            plantings.push(Planting { lint, hole: Hole::form(bad, good), sinks: vec![sink] });
        }
    }
    plantings
}
