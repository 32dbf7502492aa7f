//! Deletes that keep a pace, deletes of one thing, and deletes of what is no stored data.

use self::twilio::api_v2010::{delete_message, delete_queue, fetch_message};
use ringfence::{Client, Error};
use std::time::Duration;

ringfence::include_api!();

#[ringfence::enforce]
async fn one(client: &Client, sid: &str) -> Result<(), Error> {
    delete_message(sid).send(client).await
}

#[ringfence::enforce]
async fn pause_after_each(client: &Client, sids: &[String]) -> Result<(), Error> {
    for sid in sids {
        delete_message(sid).send(client).await?;
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
    Ok(())
}

#[ringfence::enforce]
async fn pause_before_each(client: &Client, sids: &[String]) -> Result<(), Error> {
    let pause = Duration::from_millis(200);
    for sid in sids {
        tokio::time::sleep(pause).await;
        delete_message(sid).send(client).await?;
    }
    Ok(())
}

#[ringfence::enforce]
async fn interval(client: &Client, sids: &[String]) -> Result<(), Error> {
    let mut pace = tokio::time::interval(Duration::from_millis(200));
    for sid in sids {
        pace.tick().await;
        delete_message(sid).send(client).await?;
    }
    Ok(())
}

struct Paced {
    client: Client,
    pace: tokio::time::Interval,
}

#[ringfence::enforce]
impl Paced {
    async fn clean(&mut self, sids: &[String]) -> Result<(), Error> {
        for sid in sids {
            self.delete(sid).await?;
        }
        Ok(())
    }

    async fn delete(&mut self, sid: &str) -> Result<(), Error> {
        self.pace.tick().await;
        delete_message(sid).send(&self.client).await
    }
}

#[ringfence::enforce]
mod pause_in_a_helper {
    use ringfence::{Client, Error};

    pub async fn clean(client: &Client, sids: &[String]) -> Result<(), Error> {
        for sid in sids {
            super::delete_message(sid).send(client).await?;
            rest().await;
        }
        Ok(())
    }

    async fn rest() {
        tokio::time::sleep(super::Duration::from_millis(500)).await;
    }
}

#[ringfence::enforce]
async fn pause_whatever_came_of_it(client: &Client, sids: &[String]) {
    for sid in sids {
        match delete_message(sid).send(client).await {
            Ok(()) => println!("{sid} is gone"),
            Err(error) => eprintln!("{sid}: {error}"),
        }
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
}

#[ringfence::enforce]
async fn no_stored_data(client: &Client, sids: &[String]) -> Result<(), Error> {
    for sid in sids {
        delete_queue(sid).send(client).await?;
    }
    Ok(())
}

#[ringfence::enforce]
async fn no_delete(client: &Client, sids: &[String]) -> Result<(), Error> {
    for sid in sids {
        fetch_message(sid).send(client).await?;
    }
    Ok(())
}

#[ringfence::enforce]
async fn the_same_again_until_it_works(client: &Client, sid: &str) -> Result<(), Error> {
    loop {
        match delete_message(sid).send(client).await {
            Err(error) if error.status() == Some(503) => {}
            outcome => return outcome,
        }
    }
}

#[ringfence::enforce]
async fn an_option(client: &Client, sid: Option<String>) -> Result<(), Error> {
    if let Some(sid) = sid {
        delete_message(sid).send(client).await?;
    }
    Ok(())
}

#[ringfence::enforce]
async fn made_but_not_sent(sids: &[String]) -> usize {
    sids.iter().map(|sid| delete_message(sid)).count()
}

#[ringfence::enforce]
async fn one_task(client: Client, sid: String) {
    tokio::spawn(async move { delete_message(sid).send(&client).await });
}

#[ringfence::enforce]
async fn after_a_loop(client: &Client, sids: &[String]) -> Result<(), Error> {
    let mut last = "";
    for sid in sids {
        last = sid;
    }
    delete_message(last).send(client).await
}

#[ringfence::enforce]
async fn in_the_head_of_a_loop(client: &Client, sid: &str) -> Result<(), Error> {
    for _part in delete_message(sid).send(client).await.err().into_iter() {
        println!("it failed");
    }
    Ok(())
}

#[ringfence::enforce]
#[ringfence::permit(unretried_call, reason = "how fast they are sent is the subject here")]
mod with_reqwest {
    use super::Duration;
    use reqwest::{Client as Http, Error};

    pub async fn sent_again_as_a_copy(client: &Http, sid: &str) -> Result<(), Error> {
        let mut request = client.delete(format!("https://api.twilio.com/2010-04-01/Accounts/AC1/Messages/{sid}.json")).build()?;
        for attempt in 1..=4 {
            let Some(copy) = request.try_clone() else { break };
            if client.execute(request).await?.status() != 429 {
                return Ok(());
            }
            tokio::time::sleep(Duration::from_millis(200 * attempt)).await;
            request = copy;
        }
        Ok(())
    }

    pub fn blocking(client: &reqwest::blocking::Client, sids: &[String]) {
        for sid in sids {
            drop(client.delete(format!("https://api.twilio.com/2010-04-01/Accounts/AC1/Messages/{sid}.json")).send());
            std::thread::sleep(Duration::from_millis(200));
        }
    }

    pub async fn another_host(client: &Http, sids: &[String]) -> Result<(), Error> {
        for sid in sids {
            client.delete(format!("https://api.example.com/messages/{sid}")).send().await?;
        }
        Ok(())
    }

    pub async fn a_webhook_of_an_address(client: &Http, sids: &[String]) -> Result<(), Error> {
        for sid in sids {
            client.delete(format!("https://api.twilio.com/2010-04-01/Accounts/AC1/Addresses/{sid}.json")).send().await?;
        }
        Ok(())
    }
}

#[ringfence::enforce]
async fn permitted(client: &Client, sids: [&str; 3]) -> Result<(), Error> {
    for sid in sids {
        #[ringfence::permit(unpaced_delete, reason = "three at most, at night")]
        delete_message(sid).send(client).await?;
    }
    Ok(())
}

fn main() {}
