//! Loops that are left, but not always, or not the loop that comes round.

#[ringfence::enforce]
#[ringfence::permit(unretried_call, reason = "what comes round is the subject here")]
mod cases {
    use reqwest::{Client, Error, Response};
    use std::time::Duration;

    const MESSAGE: &str = "https://api.twilio.com/2010-04-01/Accounts/AC/Messages/SM.json";

    fn ready() -> bool {
        std::env::args().count() > 1
    }

    pub async fn leaves_the_inner_loop(client: &Client) -> Result<(), Error> {
        loop {
            for _ in 0..3 {
                if ready() {
                    println!("{:?}", client.get(MESSAGE).send().await?); //~ polling_loop
                    break;
                }
            }
            tokio::time::sleep(Duration::from_secs(1)).await;
        }
    }

    pub async fn leaves_a_block(client: &Client) -> Result<(), Error> {
        loop {
            'asked: {
                if ready() {
                    println!("{:?}", client.get(MESSAGE).send().await?); //~ polling_loop
                    break 'asked;
                }
            }
            tokio::time::sleep(Duration::from_secs(1)).await;
        }
    }

    pub async fn leaves_a_task(client: &Client) {
        loop {
            let _ = async {
                if ready() {
                    return client.get(MESSAGE).send().await; //~ polling_loop
                }
                client.get("https://example.org").send().await
            }
            .await;
            tokio::time::sleep(Duration::from_secs(1)).await;
        }
    }

    pub async fn comes_round_by_a_label(client: &Client) -> Result<Response, Error> {
        'outer: loop {
            tokio::time::sleep(Duration::from_secs(1)).await;
            if ready() {
                let answer = client.get(MESSAGE).send().await?; //~ polling_loop
                for _ in 0..3 {
                    if answer.status().is_server_error() {
                        continue 'outer;
                    }
                }
                return Ok(answer);
            }
        }
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let client = reqwest::Client::new();
    drop(cases::leaves_the_inner_loop(&client));
    drop(cases::leaves_a_block(&client));
    drop(cases::leaves_a_task(&client));
    drop(cases::comes_round_by_a_label(&client));
}
