//! The page of the mock, clicked through in a headless Chromium.
#![allow(clippy::unwrap_used)]

use axum::Router;
use axum::response::Html;
use axum::routing::{get, post};
use fantoccini::error::CmdError;
use fantoccini::{Client, ClientBuilder, Locator};
use hyper_util::client::legacy::connect::HttpConnector;
use ringfence_mock::Mock;
use ringfence_tests::corpus::skip;
use serde_json::json;
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

/// Longest time for anything on the page to happen.
const PATIENCE: Duration = Duration::from_secs(20);

/// A WebDriver for Chromium, which ends with the test.
struct Driver {
    process: Child,
    address: String,
}

impl Drop for Driver {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

impl Driver {
    /// The packages `chromium` and `chromium-driver`, if they are there.
    fn start() -> Option<Self> {
        let spawned =
            Command::new("chromedriver").arg("--port=0").stdout(Stdio::piped()).stderr(Stdio::null()).spawn();
        let Ok(mut process) = spawned else {
            let told = "no `chromedriver` (packages `chromium` and `chromium-driver`): the page of the mock is not tested";
            skip(told);
            return None;
        };
        let lines = BufReader::new(process.stdout.take().unwrap()).lines();
        let port = lines.map_while(Result::ok).find_map(|line| {
            let (_, port) = line.split_once("successfully on port ")?;
            port.trim_end_matches('.').parse::<u16>().ok()
        });
        let address = format!("http://127.0.0.1:{}", port.expect("chromedriver says its port"));
        Some(Self { process, address })
    }

    async fn browse(&self) -> Client {
        let options =
            json!({"args": ["--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"]});
        let capabilities = [("goog:chromeOptions".to_owned(), options)].into_iter().collect();
        ClientBuilder::new(HttpConnector::new())
            .capabilities(capabilities)
            .connect(&self.address)
            .await
            .unwrap()
    }
}

/// The mock under a clock that the page moves, with one message that reports to a receiver, and the message's path.
async fn scene() -> (Mock, String) {
    let mock = Mock::builder().document_bundled("api_v2010").driven_clock().start().await.unwrap();
    let receiver = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let callback = format!("http://{}/status", receiver.local_addr().unwrap());
    tokio::spawn(async move {
        axum::serve(receiver, Router::new().route("/status", post(async || "thanks"))).await
    });
    let form = [
        ("To", "+15558675310"),
        ("From", "+15017122661"),
        ("Body", "<img src=x onerror='window.pwned = true'>"),
        ("StatusCallback", callback.as_str()),
    ];
    let path = format!("/2010-04-01/Accounts/{}/Messages", mock.account_sid());
    let text: Vec<String> = form.iter().map(|(name, value)| format!("{name}={}", escaped(value))).collect();
    let request = web()
        .post(format!("{}{path}.json", mock.base_url()))
        .basic_auth(mock.api_key_sid(), Some(mock.api_key_secret()));
    let request = request.header("content-type", "application/x-www-form-urlencoded").body(text.join("&"));
    let created: serde_json::Value =
        serde_json::from_str(&request.send().await.unwrap().text().await.unwrap()).unwrap();
    let path = format!("{path}/{}.json", created["sid"].as_str().unwrap());
    (mock, path)
}

fn web() -> reqwest::Client {
    let _ = rustls::crypto::ring::default_provider().install_default();
    reqwest::Client::builder().no_proxy().build().unwrap()
}

fn escaped(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

async fn status(mock: &Mock, path: &str) -> u16 {
    let request = web().get(format!("{}{path}", mock.base_url()));
    let answer = request.basic_auth(mock.api_key_sid(), Some(mock.api_key_secret())).send().await.unwrap();
    answer.status().as_u16()
}

/// Waits for an element that holds a text.
async fn sees(client: &Client, within: &str, text: &str) -> Result<(), CmdError> {
    let path = format!("//*[@id='{within}']//*[contains(., \"{text}\")]");
    client.wait().at_most(PATIENCE).for_element(Locator::XPath(&path)).await.map(drop)
}

async fn click(client: &Client, css: &str) -> Result<(), CmdError> {
    client.wait().at_most(PATIENCE).for_element(Locator::Css(css)).await?.click().await
}

async fn fill(client: &Client, css: &str, text: &str) -> Result<(), CmdError> {
    let field = client.find(Locator::Css(css)).await?;
    field.clear().await?;
    field.send_keys(text).await
}

/// Requests with what was checked, the state before and after the clock is moved, and the callbacks.
async fn look(client: &Client, mock: &Mock, path: &str) -> Result<(), CmdError> {
    client.goto(&format!("{}/_ringfence", mock.base_url())).await?;
    sees(client, "requests", "CreateMessage").await?;
    click(client, "#requests tbody tr").await?;
    for part in ["onerror", "\\\"check\\\": \\\"inputs\\\"", "passed", "request_id"] {
        let part = part.replace("\\\"", "'");
        let shown = client.find(Locator::Css("#detail pre")).await?.text().await?.replace('"', "'");
        assert!(shown.contains(&part), "{part} not in {shown}");
    }
    click(client, "#close").await?;
    let sid = path.rsplit('/').next().unwrap().trim_end_matches(".json");
    click(client, "[data-view=state]").await?;
    sees(client, "state", sid).await?;
    sees(client, "state", "queued").await?;
    fill(client, "#seconds", "5").await?;
    click(client, "#advance button").await?;
    sees(client, "state", "delivered").await?;
    click(client, "[data-view=callbacks]").await?;
    sees(client, "callbacks", "sent").await?;
    sees(client, "callbacks", "delivered").await?;
    let pwned = client.execute("return window.pwned === undefined", Vec::new()).await?;
    assert_eq!(pwned, json!(true), "what a client sends is text");
    Ok(())
}

/// A fault is added, switched off and on, and removed.
async fn switch(client: &Client, mock: &Mock, path: &str) -> Result<(), CmdError> {
    click(client, "[data-view=faults]").await?;
    client.find(Locator::Css("#do")).await?.select_by_value("status").await?;
    fill(client, "#status", "599").await?;
    fill(client, "#on", "Fetch*").await?;
    click(client, "#fault button").await?;
    sees(client, "faults", "status 1").await?;
    assert_eq!(status(mock, path).await, 599);
    let row = client.find(Locator::Css("#faults tbody tr")).await?;
    for (enabled, expected, shown) in [(false, 200, ":not(:checked)"), (true, 599, ":checked")] {
        click(client, "#faults tbody input").await?;
        wait_until(|| mock.faults()[0].is_enabled() == enabled).await;
        assert_eq!(status(mock, path).await, expected);
        let shown = format!("#faults tbody input{shown}");
        client.wait().at_most(PATIENCE).for_element(Locator::Css(&shown)).await?;
    }
    let matched = "//*[@id='faults']//td[4][. = '3']";
    assert_eq!(status(mock, path).await, 599);
    client.wait().at_most(PATIENCE).for_element(Locator::XPath(matched)).await?;
    assert!(
        row.text().await?.contains("599"),
        "a row stays while its figures change, so that a click on it lands"
    );
    click(client, "#faults tbody button").await?;
    wait_until(|| mock.faults().is_empty()).await;
    fill(client, "#status", "9").await?;
    client.execute("document.getElementById('fault').noValidate = true", Vec::new()).await?;
    click(client, "#fault button").await?;
    let told = "//*[@id='problem'][contains(., '/status: ')]";
    client.wait().at_most(PATIENCE).for_element(Locator::XPath(told)).await?;
    assert!(mock.faults().is_empty());
    Ok(())
}

async fn wait_until(met: impl Fn() -> bool) {
    let waited = async {
        while !met() {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    tokio::time::timeout(PATIENCE, waited).await.expect("what was clicked happens");
}

/// A page of another origin tries to read and to switch, with and without a preflight.
async fn attack(client: &Client, mock: &Mock) -> Result<(), CmdError> {
    let page = r#"<!DOCTYPE html><title>waiting</title><script>
        const mock = "MOCK/_ringfence";
        const rule = JSON.stringify({do: "truncate"});
        const tries = [
            fetch(`${mock}/requests`).then((answer) => answer.text()),
            fetch(`${mock}/faults`, {method: "POST", headers: {"Content-Type": "application/json"}, body: rule}),
            fetch(`${mock}/faults`, {method: "POST", mode: "no-cors", body: rule}).then(() => { throw "opaque" }),
            fetch(`${mock}/faults`, {method: "DELETE"}),
        ];
        const frame = document.createElement("iframe");
        frame.src = mock;
        document.documentElement.append(frame);
        Promise.allSettled(tries).then((all) => { document.title = all.map((one) => one.status).join(" "); });
    </script>"#;
    let page = page.replace("MOCK", &mock.base_url());
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(
        async move { axum::serve(listener, Router::new().route("/", get(async || Html(page)))).await },
    );
    mock.fault(ringfence_mock::Fault::truncated().named("kept"));
    client.goto(&format!("http://{address}/")).await?;
    let deadline = tokio::time::Instant::now() + PATIENCE;
    while client.title().await? == "waiting" && tokio::time::Instant::now() < deadline {
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    assert_eq!(client.title().await?, "rejected rejected rejected rejected");
    let names: Vec<String> = mock.faults().iter().map(|rule| rule.name().to_owned()).collect();
    assert_eq!(names, ["kept"], "nothing was added and nothing removed");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_shows_and_switches_and_no_other_page_can() {
    let Some(driver) = Driver::start() else { return };
    let client = driver.browse().await;
    let (mock, path) = scene().await;
    let steps = tokio::spawn({
        let client = client.clone();
        async move {
            look(&client, &mock, &path).await?;
            switch(&client, &mock, &path).await?;
            attack(&client, &mock).await
        }
    });
    let ended = steps.await;
    client.close().await.unwrap();
    ended.unwrap().unwrap();
}
