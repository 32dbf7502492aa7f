//! Asking: how often, for what, and for how much.

use crate::planting::{API, Hole, Planting, RETRYING, Sink};

/// Every planting of this group.
pub fn plantings() -> Vec<Planting> {
    let mut plantings = vec![
        short_waits(),
        the_same_sid(),
        until_it_is_done(),
        asked_for_each(),
        all_pages(),
        unfiltered_pages(),
        unfiltered_list(),
        no_callback_in_a_form(),
    ];
    plantings.extend(no_callback());
    plantings
}

/// What the calls are about.
const SIDS: &str = "let message_sid: ringfence::MessageSid = std::env::var(\"MESSAGE\")?.parse()?;
let call_sid: ringfence::CallSid = std::env::var(\"CALL\")?.parse()?;";

/// A sink of generated functions.
fn generated(name: &'static str, body: &str) -> Sink {
    Sink::new(name, format!("let client = ringfence::Client::from_env()?;\n{SIDS}\n{body}")).with(API)
}

/// A loop that waits: a second, or two hours.
fn short_waits() -> Planting {
    let asks = "println!(\"{:?}\", api::api_v2010::fetch_message(&message_sid).send(&client).await?);";
    Planting {
        lint: "polling_loop",
        hole: Hole::constant(
            "std::time::Duration",
            "std::time::Duration::from_secs(5)",
            "std::time::Duration::from_secs(7200)",
        ),
        sinks: vec![
            generated("loop", &format!("loop {{ {asks} tokio::time::sleep({{v}}).await; }}")),
            generated("while, waiting first", &format!("while std::env::args().count() > 0 {{ tokio::time::sleep({{v}}).await; {asks} }}")),
            generated("interval", &format!("let mut ticks = tokio::time::interval({{v}}); loop {{ ticks.tick().await; {asks} }}")),
            Sink::new(
                "reqwest",
                "for _ in 0..100 {
            let answer = retrying().get(\"https://api.twilio.com/2010-04-01/Accounts/AC/Calls/CA.json\").send().await?;
            println!(\"{}\", answer.text().await?);
            tokio::time::sleep({v}).await;
        }",
            )
            .with(RETRYING),
        ],
    }
}

/// A loop that asks for one SID, or for each of several.
fn the_same_sid() -> Planting {
    Planting {
        lint: "polling_loop",
        hole: Hole::form("&message_sid", "sid.parse::<ringfence::MessageSid>()?"),
        sinks: vec![
            generated(
                "generated",
                "let mut sids = std::env::args();
        while let Some(sid) = sids.next() {
            println!(\"{sid}: {:?}\", api::api_v2010::fetch_message({v}).send(&client).await?);
            tokio::time::sleep(std::time::Duration::from_secs(1)).await;
        }",
            ),
            Sink::new(
                "reqwest",
                "let message_sid = \"MM\";
        let mut sids = std::env::args();
        while let Some(sid) = sids.next() {
            let url = format!(\"https://api.twilio.com/2010-04-01/Accounts/AC/Messages/{}.json\", {v});
            println!(\"{sid}: {:?}\", retrying().get(url).send().await?);
            tokio::time::sleep(std::time::Duration::from_secs(1)).await;
        }",
            )
            .with(RETRYING),
        ],
    }
}

/// It is asked for until it is done, or once more.
fn until_it_is_done() -> Planting {
    Planting {
        lint: "polling_loop",
        hole: Hole::form("while", "if"),
        sinks: vec![generated(
            "while or if",
            "let mut call = api::api_v2010::fetch_call(&call_sid).send(&client).await?;
        {v} call.end_time.is_none() {
            tokio::time::sleep(std::time::Duration::from_secs(1)).await;
            call = api::api_v2010::fetch_call(&call_sid).send(&client).await?;
        }
        println!(\"{call:?}\");",
        )],
    }
}

/// Each element of a list is asked for, or read.
fn asked_for_each() -> Planting {
    Planting {
        lint: "fetch_after_list",
        hole: Hole::form(
            "api::api_v2010::fetch_call(call.sid.clone().ok_or(String::new())?).send(&client).await?",
            "call",
        ),
        sinks: vec![
            generated(
                "page",
                "for call in api::api_v2010::list_call().page(&client).await?.items {
            let whole = {v};
            println!(\"{whole:?}\");
        }",
            ),
            generated(
                "items",
                "let mut calls = api::api_v2010::list_call().items(&client);
        while let Some(call) = calls.next().await {
            let call = call?;
            let whole = {v};
            println!(\"{whole:?}\");
        }",
            ),
            generated(
                "pages",
                "let mut pages = api::api_v2010::list_call().pages(&client);
        while let Some(page) = pages.next().await {
            for call in page?.items {
                println!(\"{:?}\", {v});
            }
        }",
            ),
        ],
    }
}

/// All items, or so many.
fn all_pages() -> Planting {
    Planting {
        lint: "unbounded_list",
        hole: Hole::form("", ".limit(50)"),
        sinks: vec![
            generated(
                "collect",
                "let all = api::api_v2010::list_message().items(&client){v}.collect().await?; println!(\"{}\", all.len());",
            ),
            generated(
                "push",
                "let mut items = api::api_v2010::list_message().items(&client){v}; let mut all = Vec::new();
        while let Some(item) = items.next().await { all.push(item?); }
        println!(\"{}\", all.len());",
            ),
        ],
    }
}

/// A list without a filter, or with one.
fn unfiltered_list() -> Planting {
    Planting {
        lint: "unbounded_list",
        hole: Hole::form("", ".to(\"+15558675310\")"),
        sinks: vec![
            generated(
                "collect",
                "let all = api::api_v2010::list_message(){v}.items(&client).collect().await?; println!(\"{}\", all.len());",
            ),
            generated(
                "pages",
                "let list = api::api_v2010::list_message().page_size(1000); let list = list{v};
        let mut pages = list.pages(&client); let mut all = Vec::new();
        while let Some(page) = pages.next().await { all.extend(page?.items); }
        println!(\"{}\", all.len());",
            ),
        ],
    }
}

/// Pages by an HTTP library, with and without a filter in the URL.
fn unfiltered_pages() -> Planting {
    Planting {
        lint: "unbounded_list",
        hole: Hole::constant(
            "&'static str",
            "\"https://api.twilio.com/2010-04-01/Accounts/AC/Messages.json?PageSize=100\"",
            "\"https://api.twilio.com/2010-04-01/Accounts/AC/Messages.json?PageSize=100&To=%2B15558675310\"",
        ),
        sinks: vec![
            Sink::new(
                "reqwest",
                "let mut all = Vec::new(); let mut page = 0;
        loop {
            let text = retrying().get(format!(\"{}&Page={page}\", {v})).send().await?.text().await?;
            if text.is_empty() { break; }
            all.push(text);
            page += 1;
        }
        println!(\"{}\", all.len());",
            )
            .with(RETRYING),
        ],
    }
}

/// A generated function without, or with, a callback.
fn no_callback() -> Vec<Planting> {
    let planting = |good, name, call: &str| Planting {
        lint: "missing_status_callback",
        hole: Hole::form("", good),
        sinks: vec![generated(name, &format!("println!(\"{{:?}}\", {call}{{v}}.send(&client).await?);"))],
    };
    vec![
        planting(
            ".status_callback(ringfence::callback_url!(\"https://hooks.example.org/sms\", rc = 3))",
            "message",
            "api::api_v2010::create_message(\"+15558675310\", api::api_v2010::MessageSender::from_number(\"+15017122661\"), api::api_v2010::MessageContent::body(\"Hi\"))",
        ),
        planting(
            ".recording_status_callback(ringfence::callback_url!(\"https://hooks.example.org/call\", rc = 3))",
            "recording",
            "api::api_v2010::create_call_recording(&call_sid)",
        ),
    ]
}

/// A form without, or with, a callback.
fn no_callback_in_a_form() -> Planting {
    let form = "let form = [(\"To\", \"+15558675310\"), (\"From\", \"+15017122661\"), {v}];";
    Planting {
        lint: "missing_status_callback",
        hole: Hole::constant(
            "(&'static str, &'static str)",
            "(\"Body\", \"Hi\")",
            "(\"StatusCallback\", \"https://hooks.example.org/sms\")",
        ),
        sinks: vec![
            Sink::new(
                "reqwest",
                format!(
                    "{form}
        let client = reqwest::Client::builder().retry(reqwest::retry::for_host(\"api.twilio.com\")).build()?;
        client.post(\"https://api.twilio.com/2010-04-01/Accounts/AC/Messages.json\").form(&form).send().await?;"
                ),
            ),
        ],
    }
}
