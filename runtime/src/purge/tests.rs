//! Purges over a transport that holds what they delete, under a clock that the tests move.

use super::*;
use crate::transport::{Limits, Sending, Transport};
use crate::{ApiKey, ClientBuilder, Operation, RetryPolicy};
use bytes::Bytes;
use jiff::civil::time;
use jiff::tz::TimeZone;
use std::collections::BTreeMap;
use std::time::Duration;
use tokio::time::{Instant, sleep};

static DELETE: Operation =
    Operation::new("DeleteThing", Method::Delete, "api.twilio.com", "/Things/{Sid}.json");
static FETCH: Operation = Operation::new("FetchThing", Method::Get, "api.twilio.com", "/Things/{Sid}.json");

/// How often each path was asked to be deleted and when, and what is answered about some of them at first.
#[derive(Clone, Default)]
struct Store {
    asked: Arc<Mutex<Vec<(String, Instant)>>>,
    answers: Arc<Mutex<BTreeMap<String, Vec<u16>>>>,
    most: Arc<Mutex<(usize, usize)>>,
    /// How long an answer about everything takes but a delete.
    takes: Option<Duration>,
}

impl Store {
    fn answers(self, sid: &str, statuses: &[u16]) -> Self {
        let statuses = statuses.iter().rev().copied().collect();
        self.answers.lock().unwrap().insert(format!("/Things/{sid}.json"), statuses);
        self
    }

    fn client(&self) -> Client {
        self.builder().build().unwrap()
    }

    fn builder(&self) -> ClientBuilder {
        let account = format!("AC{}", "0f".repeat(16)).parse().unwrap();
        let policy = RetryPolicy::new().attempts(2).first_wait(Duration::from_millis(1));
        Client::builder(account, key()).transport(self.clone()).retry(policy)
    }

    fn asked(&self) -> Vec<String> {
        self.asked.lock().unwrap().iter().map(|(path, _)| path[8..path.len() - 5].to_owned()).collect()
    }
}

impl Transport for Store {
    fn send(&self, request: http::Request<Bytes>, _: Limits) -> Sending<'_> {
        let path = request.uri().path().to_owned();
        let takes = self.takes.filter(|_| request.method() != http::Method::DELETE);
        self.asked.lock().unwrap().push((path.clone(), Instant::now()));
        Box::pin(async move {
            {
                let mut most = self.most.lock().unwrap();
                most.0 += 1;
                most.1 = most.1.max(most.0);
            }
            sleep(takes.unwrap_or(Duration::from_millis(100))).await;
            self.most.lock().unwrap().0 -= 1;
            let mut answers = self.answers.lock().unwrap();
            let status = answers.get_mut(&path).and_then(Vec::pop).unwrap_or(204);
            Ok(http::Response::builder().status(status).body(Bytes::new()).unwrap())
        })
    }
}

fn key() -> ApiKey {
    ApiKey::new(format!("SK{}", "0e".repeat(16)), "s3cr3t").unwrap()
}

fn delete(sid: &str) -> Request {
    let mut request = Request::new(&DELETE);
    request.set_path("Sid", sid.to_owned());
    request
}

fn sids(count: usize) -> Vec<String> {
    (0..count).map(|index| format!("RE{index}")).collect()
}

fn path(name: &str) -> PathBuf {
    std::env::temp_dir().join(format!("ringfence-purge-{}-{name}", std::process::id()))
}

#[tokio::test(start_paused = true)]
async fn it_keeps_its_rate_and_no_more_than_allowed_are_under_way() {
    let store = Store::default();
    let started = Instant::now();
    let sids = sids(50);
    let purge =
        Purge::new(&store.client(), |sid: &String| delete(sid)).rate(Pace::per_second(20.0)).at_once(3);
    let purged = purge.run_all(&sids).await.unwrap();
    assert_eq!((purged.deleted, purged.gone, purged.before, purged.failed.len()), (50, 0, 0, 0));
    assert_eq!(store.asked(), sids);
    let most = store.most.lock().unwrap().1;
    assert!((2..=3).contains(&most), "{most}");
    // A turn every 50 ms, the last delete takes 100 ms.
    assert!((2400..=2700).contains(&started.elapsed().as_millis()), "{:?}", started.elapsed());
    let asked = store.asked.lock().unwrap();
    assert!(asked.windows(2).all(|two| two[1].1 - two[0].1 >= Duration::from_millis(50)));
}

#[tokio::test(start_paused = true)]
async fn it_waits_for_its_window() {
    let store = Store::default();
    let asked = seconds_at_night(&store, &store.client(), 8).await;
    let hours: Vec<u64> = asked.iter().map(|(_, at)| *at).collect();
    assert_eq!(
        hours,
        [HOUR, HOUR + 1, HOUR + 2, HOUR + 3, HOUR + 4, DAY + HOUR, DAY + HOUR + 1, DAY + HOUR + 2]
    );
}

/// The seconds since the beginning in which each path was asked for, where one may delete from 1:00:00 to 1:00:05.
async fn seconds_at_night(store: &Store, client: &Client, count: usize) -> Vec<(String, u64)> {
    let began = Instant::now();
    let midnight: Timestamp = "2026-07-01T00:00:00Z".parse().unwrap();
    let clock: Clock = Arc::new(move || midnight + began.elapsed());
    let night = OffPeak::new(time(1, 0, 0, 0), time(1, 0, 5, 0), TimeZone::UTC);
    let purge = Purge::new(client, |sid: &String| delete(sid)).rate(Pace::per_second(1.0)).window(night);
    purge.clock(clock).run_all(&sids(count)).await.unwrap();
    let asked = store.asked.lock().unwrap();
    let deletes = asked.iter().filter(|(path, _)| path.contains("RE"));
    deletes.map(|(path, at)| (path[8..path.len() - 5].to_owned(), (*at - began).as_secs())).collect()
}

const HOUR: u64 = 3600;
const DAY: u64 = 24 * HOUR;

#[tokio::test(start_paused = true)]
async fn what_is_tried_again_waits_for_its_turn_as_well() {
    let store = Store::default().answers("RE3", &[503; 4]);
    let asked = seconds_at_night(&store, &store.client(), 4).await;
    let last: Vec<u64> = asked.iter().filter(|(sid, _)| sid == "RE3").map(|(_, at)| *at).collect();
    assert_eq!(last, [HOUR + 3, HOUR + 3, HOUR + 4, HOUR + 4, DAY + HOUR]);
}

#[tokio::test(start_paused = true)]
async fn what_finds_no_room_in_its_window_waits_for_the_next() {
    let store = Store { takes: Some(Duration::from_secs(3600)), ..Store::default() };
    let long = Duration::from_secs(2 * 3600);
    let client = store.builder().concurrency(crate::ConcurrencyLimit::fixed(1));
    let client = client.attempt_timeout(long).read_timeout(long).deadline(long).build().unwrap();
    let person = client.clone();
    let person = tokio::spawn(async move {
        sleep(Duration::from_secs(HOUR - 60)).await;
        let mut fetch = Request::new(&FETCH);
        fetch.set_path("Sid", "XX".to_owned());
        person.execute(&fetch).await.unwrap();
    });
    assert_eq!(seconds_at_night(&store, &client, 1).await, [("RE0".to_owned(), DAY + HOUR)]);
    person.await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn what_is_in_the_journal_is_passed_over() {
    let (store, journal) = (Store::default().answers("RE3", &[404]), path("passed"));
    let run = async |sids: &[String]| {
        let purge = Purge::new(&store.client(), |sid: &String| delete(sid)).journal(&journal);
        purge.run_all(sids).await.unwrap().to_string()
    };
    assert_eq!(run(&sids(5)).await, "4 deleted, 1 gone already, 0 before, 0 failed");
    assert_eq!(run(&sids(7)).await, "2 deleted, 0 gone already, 5 before, 0 failed");
    assert_eq!(store.asked(), sids(7));
    std::fs::remove_file(journal).unwrap();
}

#[tokio::test(start_paused = true)]
async fn a_run_in_the_wrong_place_hides_nothing_from_the_right_one() {
    let (store, journal) = (Store::default(), path("elsewhere"));
    let _ = std::fs::remove_file(&journal);
    let run = async |client: Client| {
        let purge = Purge::new(&client, |sid: &String| delete(sid)).journal(&journal);
        purge.run_all(&sids(2)).await.unwrap().to_string()
    };
    let (account, key) = (format!("AC{}", "0b".repeat(16)).parse().unwrap(), key());
    let nothing = || store.clone().answers("RE0", &[404]).answers("RE1", &[404]);
    let gone = "0 deleted, 2 gone already, 0 before, 0 failed";
    let ireland = nothing().builder().region(crate::Region::Ie1).build().unwrap();
    assert_eq!(run(ireland).await, gone);
    let mock = nothing().builder().mock_base_url("http://127.0.0.1:4010").build().unwrap();
    assert_eq!(run(mock).await, gone);
    assert_eq!(run(nothing().client().for_subaccount(account, key).unwrap()).await, gone);
    assert_eq!(run(store.client()).await, "2 deleted, 0 gone already, 0 before, 0 failed");
    assert_eq!(run(store.client()).await, "0 deleted, 0 gone already, 2 before, 0 failed");
    std::fs::remove_file(journal).unwrap();
}

#[tokio::test(start_paused = true)]
async fn what_is_not_found_is_what_was_to_be_deleted() {
    let store = Store::default();
    store.answers.lock().unwrap().insert("/v2/token".to_owned(), vec![404]);
    let account = format!("AC{}", "0f".repeat(16)).parse().unwrap();
    let app = crate::OAuthCredentials::new("OQ1", "the secret of the app");
    let client = Client::builder(account, app).transport(store.clone()).build().unwrap();
    let purge = Purge::new(&client, |sid: &String| delete(sid)).at_once(1);
    match purge.run_all(&sids(2)).await {
        Err(PurgeError::Delete(error)) => assert_eq!(error.status(), Some(404)),
        other => panic!("{other:?}"),
    }
    assert_eq!(store.asked.lock().unwrap().len(), 1);
}

#[tokio::test(start_paused = true)]
async fn what_may_pass_is_waited_out_and_what_does_not_is_told() {
    let store = Store::default().answers("RE1", &[503, 503, 503, 429, 429]).answers("RE2", &[409]);
    let journal = path("failed");
    let purge = Purge::new(&store.client(), |sid: &String| delete(sid)).journal(&journal);
    let purged = purge.run_all(&sids(4)).await.unwrap();
    assert_eq!((purged.deleted, purged.failed.len()), (3, 1));
    assert_eq!(purged.failed[0].0, "api.twilio.com/Things/RE2.json");
    assert_eq!(purged.failed[0].1.status(), Some(409));
    let purge = Purge::new(&store.client(), |sid: &String| delete(sid)).journal(&journal);
    let purged = purge.run_all(&sids(4)).await.unwrap();
    assert_eq!((purged.deleted, purged.before), (1, 3), "the next run tries again");
    std::fs::remove_file(journal).unwrap();
}

#[tokio::test(start_paused = true)]
async fn refused_credentials_end_it_at_once() {
    let store = Store::default().answers("RE0", &[401]);
    let purge = Purge::new(&store.client(), |sid: &String| delete(sid)).at_once(1);
    let error = purge.run_all(&sids(50)).await.unwrap_err();
    assert!(matches!(&error, PurgeError::Delete(error) if error.status() == Some(401)), "{error}");
    assert_eq!(store.asked().len(), 1);
}

#[tokio::test(start_paused = true)]
async fn many_failures_in_a_row_end_it() {
    let store = sids(200).iter().fold(Store::default(), |store, sid| store.answers(sid, &[409]));
    let purge = Purge::new(&store.client(), |sid: &String| delete(sid)).at_once(1);
    let error = purge.run_all(&sids(200)).await.unwrap_err();
    assert!(matches!(error, PurgeError::Delete(_)), "{error}");
    assert_eq!(store.asked().len(), 100);
}

#[tokio::test(start_paused = true)]
async fn it_deletes_and_nothing_else() {
    let store = Store::default();
    let purge = Purge::new(&store.client(), |_: &String| Request::new(&FETCH));
    let error = purge.run_all(&sids(3)).await.unwrap_err();
    assert!(matches!(error, PurgeError::NoDelete("FetchThing")), "{error}");
    assert_eq!(store.asked().len(), 0);
}

#[tokio::test(start_paused = true)]
async fn it_says_how_far_it_is() {
    let store = Store::default();
    let seen = Arc::new(Mutex::new(Vec::new()));
    let listener = Arc::clone(&seen);
    let purge = Purge::new(&store.client(), |sid: &String| delete(sid))
        .at_once(1)
        .on_progress(move |purged| listener.lock().unwrap().push(purged.deleted));
    purge.run_all(&sids(3)).await.unwrap();
    assert_eq!(*seen.lock().unwrap(), [1, 2, 3]);
}

#[tokio::test(start_paused = true)]
async fn a_delete_that_fails_is_told_once() {
    let store = Store::default().answers("RE1", &[409]);
    let seen = Arc::new(Mutex::new(Vec::new()));
    let listener = Arc::clone(&seen);
    let purge = Purge::new(&store.client(), |sid: &String| delete(sid))
        .at_once(1)
        .on_progress(move |purged| listener.lock().unwrap().push((purged.deleted, purged.failed.len())));
    purge.run_all(&sids(3)).await.unwrap();
    assert_eq!(*seen.lock().unwrap(), [(1, 0), (1, 1), (2, 1)]);
}
