//! Deletes of stored data without a pace.

use self::twilio::api_v2010::{delete_message, delete_recording as remove};
use ringfence::{Client, Error};
use std::time::Duration;

ringfence::include_api!();

mod hosts {
    pub const RECORDINGS: &str = "https://api.twilio.com/2010-04-01/Accounts/AC1/Recordings";
}

#[ringfence::enforce]
async fn direct(client: &Client, sids: Vec<String>) -> Result<(), Error> {
    for sid in sids {
        delete_message(sid).send(client).await?; //~ unpaced_delete
    }
    Ok(())
}

#[ringfence::enforce]
async fn renamed_import(client: &Client, mut sids: Vec<String>) -> Result<(), Error> {
    while let Some(sid) = sids.pop() {
        remove(sid).send(client).await?; //~ unpaced_delete
    }
    Ok(())
}

#[ringfence::enforce]
mod two_helpers_away {
    use ringfence::{Client, Error};

    pub async fn clean(client: &Client, sids: &[String]) -> Result<(), Error> {
        for sid in sids {
            forget(client, sid).await?;
        }
        Ok(())
    }

    async fn forget(client: &Client, sid: &str) -> Result<(), Error> {
        remove(client, sid).await
    }

    async fn remove(client: &Client, sid: &str) -> Result<(), Error> {
        super::twilio::api_v2010::delete_recording(sid).send(client).await //~ unpaced_delete
    }
}

struct Archive {
    client: Client,
    expired: Vec<String>,
}

#[ringfence::enforce]
impl Archive {
    async fn empty(&self) -> Result<(), Error> {
        for sid in &self.expired {
            let request = remove(sid);
            request.send(&self.client).await?; //~ unpaced_delete
        }
        Ok(())
    }
}

#[ringfence::enforce]
async fn in_a_macro_argument(client: &Client, sids: &[String]) {
    for sid in sids {
        println!("{sid}: {:?}", delete_message(sid).send(client).await); //~ unpaced_delete
    }
}

#[ringfence::enforce]
async fn in_an_async_block(client: &Client, sids: &[String]) -> Result<(), Error> {
    for sid in sids {
        let work = async { delete_message(sid).send(client).await }; //~ unpaced_delete
        work.await?;
    }
    Ok(())
}

#[ringfence::enforce]
async fn by_a_closure(client: &Client, sids: &[String]) -> Result<(), Error> {
    let delete = async |sid: &String| delete_message(sid).send(client).await; //~ unpaced_delete
    for sid in sids {
        delete(sid).await?;
    }
    Ok(())
}

#[ringfence::enforce]
async fn by_number(client: &Client, sids: &[String]) -> Result<(), Error> {
    for at in 0..sids.len() {
        delete_message(&sids[at]).send(client).await?; //~ unpaced_delete
    }
    Ok(())
}

#[ringfence::enforce]
async fn pause_after_an_error_alone(client: &Client, sids: &[String]) {
    for sid in sids {
        if let Err(error) = delete_message(sid).send(client).await { //~ unpaced_delete
            eprintln!("{error}");
            tokio::time::sleep(Duration::from_secs(5)).await;
        }
    }
}

#[ringfence::enforce]
async fn pause_in_the_outer_loop_alone(client: &Client, days: Vec<Vec<String>>) -> Result<(), Error> {
    for day in days {
        for sid in day {
            delete_message(sid).send(client).await?; //~ unpaced_delete
        }
        tokio::time::sleep(Duration::from_secs(60)).await;
    }
    Ok(())
}

#[ringfence::enforce]
async fn pause_before_the_loop(client: &Client, sids: &[String]) -> Result<(), Error> {
    tokio::time::sleep(Duration::from_secs(60)).await;
    for sid in sids {
        delete_message(sid).send(client).await?; //~ unpaced_delete
    }
    Ok(())
}

#[ringfence::enforce]
async fn elements_of_a_list(client: &Client) -> Result<(), Error> {
    let page = self::twilio::api_v2010::list_message().page(client).await?;
    for message in page.items {
        delete_message(message.sid.unwrap_or_default()).send(client).await?; //~ unpaced_delete
    }
    Ok(())
}

#[ringfence::enforce]
#[ringfence::permit(unretried_call, reason = "how fast they are sent is the subject here")]
mod with_reqwest {
    use super::hosts;
    use reqwest::blocking::Client as Blocking;
    use reqwest::{Client as Http, Error, Method};

    pub async fn const_in_another_module(client: &Http, sids: &[String]) -> Result<(), Error> {
        for sid in sids {
            client.delete(format!("{}/{sid}.json", hosts::RECORDINGS)).send().await?; //~ unpaced_delete
        }
        Ok(())
    }

    pub async fn builder_over_statements(client: &Http, sids: &[String]) -> Result<(), Error> {
        for sid in sids {
            let url = format!("https://api.twilio.com/2010-04-01/Accounts/AC1/Messages/{sid}.json");
            let mut request = client.request(Method::DELETE, url);
            request = request.header("Accept", "application/json");
            request.send().await?; //~ unpaced_delete
        }
        Ok(())
    }

    pub fn blocking(client: &Blocking, sids: Vec<String>) {
        sids.iter().for_each(|sid| {
            let url = format!("https://api.twilio.com/2010-04-01/Accounts/AC1/Calls/{sid}.json");
            drop(client.delete(url).send()); //~ unpaced_delete
        });
    }

    pub fn blocking_to_the_first_error(client: &Blocking, sids: Vec<String>) -> Result<(), Error> {
        sids.iter().try_for_each(|sid| {
            let url = format!("https://api.twilio.com/2010-04-01/Accounts/AC1/Calls/{sid}.json");
            client.delete(url).send().map(drop) //~ unpaced_delete
        })
    }

    pub async fn in_tasks(client: &Http, sids: Vec<String>) {
        for sid in sids {
            let client = client.clone();
            tokio::spawn(async move {
                let url = format!("https://video.twilio.com/v1/Recordings/{sid}");
                client.delete(url).send().await //~ unpaced_delete,unbounded_fanout
            });
        }
    }
}

fn main() {}
