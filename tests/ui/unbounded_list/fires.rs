//! Lists of which all pages are put together.

mod hosts {
    pub const API: &str = "https://api.twilio.com";
    pub const MESSAGES: &str = "/2010-04-01/Accounts/AC/Messages.json?PageSize=1000";
}

fn next_page(text: &str) -> Option<String> {
    text.split_once("next_page_uri").map(|(_, rest)| rest.to_owned())
}

#[ringfence::enforce]
#[ringfence::permit(unretried_call, reason = "how much it asks for is the subject here")]
mod cases {
    use super::{hosts, next_page};
    use reqwest::{Client, Client as Http, Error, RequestBuilder};
    use std::collections::BTreeMap;

    pub async fn direct(client: &Client) -> Result<Vec<String>, Error> {
        let mut all = Vec::new();
        let mut uri = Some("/2010-04-01/Accounts/AC/Calls.json".to_owned());
        while let Some(path) = uri {
            let text = client.get(format!("https://api.twilio.com{path}")).send().await?.text().await?; //~ unbounded_list
            uri = next_page(&text);
            all.push(text);
        }
        Ok(all)
    }

    pub async fn consts_in_another_module(client: &Client) -> Result<String, Error> {
        let mut all = String::new();
        let mut page = 0;
        loop {
            let url = format!("{}{}&Page={page}", hosts::API, hosts::MESSAGES);
            let text = client.get(url).send().await?.text().await?; //~ unbounded_list
            if text.is_empty() {
                return Ok(all);
            }
            all.extend(text.lines());
            page += 1;
        }
    }

    pub async fn renamed_import(client: Http) -> Result<Vec<String>, Error> {
        let mut all = Vec::new();
        for page in 0.. {
            let url = format!("https://api.twilio.com/2010-04-01/Accounts/AC/Recordings.json?Page={page}");
            let text = client.get(url).send().await?.text().await?; //~ unbounded_list
            if text.is_empty() {
                break;
            }
            all.push(text);
        }
        Ok(all)
    }

    pub async fn two_functions_away(client: &Client) -> Result<Vec<String>, Error> {
        let mut all = Vec::new();
        let mut uri = Some("/2010-04-01/Accounts/AC/Calls.json".to_owned());
        while let Some(path) = uri.take() {
            let text = page(client, &path).await?;
            uri = next_page(&text);
            all.push(text);
        }
        Ok(all)
    }

    async fn page(client: &Client, path: &str) -> Result<String, Error> {
        Ok(asked(client, path).await?.trim().to_owned())
    }

    async fn asked(client: &Client, path: &str) -> Result<String, Error> {
        client.get(format!("{}{path}", hosts::API)).send().await?.text().await //~ unbounded_list
    }

    pub struct Export {
        pub http: Client,
        pub pages: Vec<String>,
    }

    impl Export {
        pub async fn fill(&mut self) -> Result<(), Error> {
            let mut uri = Some("/2010-04-01/Accounts/AC/Messages.json".to_owned());
            while let Some(path) = uri {
                let text = self.http.get(format!("{}{path}", hosts::API)).send().await?.text().await?; //~ unbounded_list
                uri = next_page(&text);
                self.pages.push(text);
            }
            Ok(())
        }
    }

    fn prepared(client: &Client, page: u32) -> RequestBuilder {
        client.get("https://api.twilio.com/2010-04-01/Accounts/AC/Calls.json").query(&[("Page", page)])
    }

    pub async fn request_over_statements(client: &Client) -> Result<Vec<String>, Error> {
        let mut all = Vec::new();
        for page in 0.. {
            let request = prepared(client, page);
            let request = request.header("Accept", "application/json");
            let text = request.send().await?.text().await?; //~ unbounded_list
            if text.is_empty() {
                break;
            }
            all.push(text);
        }
        Ok(all)
    }

    pub async fn into_a_map(client: &Client) -> Result<BTreeMap<String, String>, Error> {
        let mut all = BTreeMap::new();
        let mut uri = Some("/2010-04-01/Accounts/AC/Calls.json".to_owned());
        while let Some(path) = uri {
            let text = client.get(format!("https://api.twilio.com{path}")).send().await?.text().await?; //~ unbounded_list
            uri = next_page(&text);
            for line in text.lines() {
                all.insert(line.to_owned(), line.to_owned());
            }
        }
        Ok(all)
    }

    pub async fn in_an_async_block(client: &Client) -> Result<Vec<String>, Error> {
        let work = async move {
            let mut all = Vec::new();
            for page in 0.. {
                let text = prepared(client, page).send().await?.text().await?; //~ unbounded_list
                if text.is_empty() {
                    break;
                }
                all.push(text);
            }
            Ok(all)
        };
        work.await
    }

    pub async fn in_a_macro_argument(client: &Client) -> Result<Vec<String>, Error> {
        let mut all = Vec::new();
        for page in 0.. {
            let texts = vec![prepared(client, page).send().await?.text().await?]; //~ unbounded_list
            if texts[0].is_empty() {
                break;
            }
            all.extend(texts);
        }
        Ok(all)
    }

    pub async fn a_parent_is_no_filter(client: &Client, call: &str) -> Result<Vec<String>, Error> {
        let mut all = Vec::new();
        for page in 0.. {
            let url = format!("https://api.twilio.com/2010-04-01/Accounts/AC/Calls/{call}/Recordings.json?Page={page}");
            let text = client.get(url).send().await?.text().await?; //~ unbounded_list
            if text.is_empty() {
                break;
            }
            all.push(text);
        }
        Ok(all)
    }
}

fn main() {
    let client = reqwest::Client::new();
    drop((cases::direct(&client), cases::consts_in_another_module(&client), cases::renamed_import(client.clone())));
    drop((cases::two_functions_away(&client), cases::request_over_statements(&client), cases::into_a_map(&client)));
    drop(cases::Export { http: client.clone(), pages: Vec::new() }.fill());
    drop((cases::in_an_async_block(&client), cases::in_a_macro_argument(&client), cases::a_parent_is_no_filter(&client, "")));
}
