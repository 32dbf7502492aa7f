//! Errors of calls to Twilio that nobody can look into any more.

#[ringfence::enforce]
#[ringfence::permit(unretried_call, reason = "what becomes of the error is the subject here")]
mod calls {
    use reqwest::{Client, Error, Response};
    use std::convert::identity as other_name;

    const ACCOUNTS: &str = "https://api.twilio.com/2010-04-01/Accounts.json";

    pub async fn direct(client: &Client) -> Option<Response> {
        client.get(ACCOUNTS).send().await.ok() //~ request_id_discarded
    }

    pub async fn ignored(client: &Client) {
        let _ = client.get(ACCOUNTS).send().await; //~ request_id_discarded
    }

    pub async fn assigned_to_nothing(client: &Client) {
        _ = client.get(ACCOUNTS).send().await; //~ request_id_discarded
    }

    pub async fn dropped(client: &Client) {
        drop(client.get(ACCOUNTS).send().await); //~ request_id_discarded
    }

    pub async fn asked(client: &Client) -> bool {
        let answer = client.get(ACCOUNTS).send().await;
        answer.is_ok() //~ request_id_discarded
    }

    pub async fn asked_with_a_macro(client: &Client) -> bool {
        let answer = client.get(ACCOUNTS).send().await;
        matches!(answer, Ok(_)) //~ request_id_discarded
    }

    pub struct Unreachable(u16);

    pub async fn mapped(client: &Client) -> Result<Response, Unreachable> {
        let sent = client.get(ACCOUNTS).send().await;
        sent.map_err(|_| Unreachable(0)) //~ request_id_discarded
    }

    pub async fn mapped_to_its_status(client: &Client) -> Result<Response, Unreachable> {
        let sent = client.get(ACCOUNTS).send().await;
        sent.map_err(|error| Unreachable(error.status().map_or(0, |status| status.as_u16()))) //~ request_id_discarded
    }

    fn unreachable(_error: Error) -> Unreachable {
        Unreachable(0)
    }

    pub async fn mapped_by_a_function(client: &Client) -> Result<Response, Unreachable> {
        client.get(ACCOUNTS).send().await.map_err(unreachable) //~ request_id_discarded
    }

    pub async fn matched(client: &Client) -> Option<Response> {
        match client.get(ACCOUNTS).send().await {
            Ok(answer) => Some(answer),
            Err(_) => None, //~ request_id_discarded
        }
    }

    pub async fn matched_by_anything(client: &Client) -> Option<Response> {
        match client.get(ACCOUNTS).send().await {
            Ok(answer) => Some(answer),
            _ => None, //~ request_id_discarded
        }
    }

    pub async fn matched_for_its_status(client: &Client) -> Result<Response, u16> {
        match client.get(ACCOUNTS).send().await {
            Ok(answer) => Ok(answer),
            Err(error) => Err(error.status().map_or(0, |status| status.as_u16())), //~ request_id_discarded
        }
    }

    pub async fn if_let(client: &Client) -> u16 {
        let mut status = 0;
        if let Ok(answer) = client.get(ACCOUNTS).send().await { //~ request_id_discarded
            status = answer.status().as_u16();
        }
        status
    }

    pub async fn if_let_error(client: &Client) {
        if let Err(_) = client.get(ACCOUNTS).send().await { //~ request_id_discarded
            println!("that did not work");
        }
    }

    pub async fn let_else(client: &Client) -> u16 {
        let Ok(answer) = client.get(ACCOUNTS).send().await else { return 0 }; //~ request_id_discarded
        answer.status().as_u16()
    }

    pub async fn replaced(client: &Client) -> String {
        let answer = client.get(ACCOUNTS).send().await;
        answer.map(|answer| answer.status().to_string()).unwrap_or_default() //~ request_id_discarded
    }

    pub async fn replaced_by_a_closure(client: &Client) -> String {
        let answer = client.get(ACCOUNTS).send().await.map(|answer| answer.status().to_string());
        answer.unwrap_or_else(|_| "unknown".to_owned()) //~ request_id_discarded
    }

    pub async fn replaced_by_a_value(client: &Client) -> String {
        let answer = client.get(ACCOUNTS).send().await.map(|answer| answer.status().to_string());
        answer.unwrap_or("unknown".to_owned()) //~ request_id_discarded
    }

    async fn send(client: &Client) -> Result<Response, Error> {
        client.get(ACCOUNTS).send().await
    }

    async fn read(client: &Client) -> Result<String, Error> {
        let answer = send(client).await?;
        answer.text().await
    }

    pub async fn two_helpers_away(client: &Client) -> String {
        read(client).await.unwrap_or_default() //~ request_id_discarded
    }

    pub async fn renamed_import(client: &Client) -> Option<Response> {
        other_name(());
        super::elsewhere::fetch(client, ACCOUNTS).await.ok() //~ request_id_discarded
    }

    fn forget(answer: Result<Response, Error>) -> Option<Response> {
        answer.ok() //~ request_id_discarded
    }

    pub async fn handed_to_a_function(client: &Client) -> Option<Response> {
        forget(send(client).await)
    }

    pub struct Job {
        pub answer: Result<Response, Error>,
    }

    pub async fn field(client: &Client) -> Option<Response> {
        let job = Job { answer: client.get(ACCOUNTS).send().await };
        job.answer.ok() //~ request_id_discarded
    }

    pub async fn builder_over_statements(client: &Client) -> Option<Response> {
        let request = client.post(ACCOUNTS);
        let request = request.body("FriendlyName=Ringfence");
        let answer = request.send().await;
        answer.ok() //~ request_id_discarded
    }

    pub async fn in_a_macro_argument(client: &Client) {
        println!("{:?}", client.get(ACCOUNTS).send().await.ok()); //~ request_id_discarded
    }

    pub async fn in_an_async_block(client: &Client) {
        let task = async { client.get(ACCOUNTS).send().await.ok() }; //~ request_id_discarded
        println!("{:?}", task.await);
    }

    pub async fn looked_at_in_another_arm_only(client: &Client) -> Option<Response> {
        match client.get(ACCOUNTS).send().await {
            Ok(answer) => Some(answer),
            Err(error) if error.is_timeout() => {
                println!("{error}");
                None
            }
            Err(_) => None, //~ request_id_discarded
        }
    }

    type Answer<T = Response> = Result<T, Error>;

    async fn renamed(client: &Client) -> Answer {
        client.get(ACCOUNTS).send().await
    }

    pub async fn renamed_result(client: &Client) -> Option<Response> {
        renamed(client).await.ok() //~ request_id_discarded
    }

    pub async fn several_at_once(client: &Client) {
        let _ = tokio::join!(renamed(client), std::future::ready(())); //~ request_id_discarded
    }

    pub async fn collected(client: &Client) -> Vec<Response> {
        let answers = vec![renamed(client).await, renamed(client).await];
        answers.into_iter().flatten().collect() //~ request_id_discarded
    }

    pub async fn collected_by_a_function(client: &Client) -> Vec<Response> {
        vec![renamed(client).await].into_iter().filter_map(Result::ok).collect() //~ request_id_discarded
    }
}

#[ringfence::permit(unretried_call, reason = "what becomes of the error is the subject here")]
mod elsewhere {
    pub async fn fetch(client: &reqwest::Client, url: &str) -> Result<reqwest::Response, reqwest::Error> {
        #[allow(unused)]
        let nothing = ();
        client.get(url).send().await
    }
}

fn main() {
    let client = reqwest::Client::new();
    drop((calls::direct(&client), calls::ignored(&client), calls::assigned_to_nothing(&client)));
    drop((calls::dropped(&client), calls::asked(&client), calls::asked_with_a_macro(&client)));
    drop((calls::mapped(&client), calls::mapped_to_its_status(&client), calls::mapped_by_a_function(&client)));
    drop((calls::matched(&client), calls::matched_by_anything(&client), calls::if_let(&client)));
    drop((calls::matched_for_its_status(&client), calls::if_let_error(&client), calls::let_else(&client)));
    drop((calls::replaced(&client), calls::replaced_by_a_closure(&client), calls::field(&client)));
    drop((calls::replaced_by_a_value(&client), calls::two_helpers_away(&client)));
    drop((calls::renamed_import(&client), calls::handed_to_a_function(&client)));
    drop((calls::builder_over_statements(&client), calls::in_a_macro_argument(&client)));
    drop((calls::renamed_result(&client), calls::several_at_once(&client), calls::collected(&client)));
    drop(calls::collected_by_a_function(&client));
    drop((calls::in_an_async_block(&client), calls::looked_at_in_another_arm_only(&client)));
}
