//! A purge that is killed at twenty random moments, held against what the mock saw: nothing is skipped, and nothing is asked for again
//! that the journal had.
#![cfg(test)]

use ringfence_mock::{Fault, Mock};
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};
use std::hash::{BuildHasher, Hasher, RandomState};
use std::io::Read;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

const RECORDINGS: usize = 800;
const KILLS: usize = 20;
/// As many deletes as a purge has under way.
const AT_ONCE: usize = 4;

fn planted(mock: &Mock, count: usize) -> Vec<String> {
    let list = format!("https://api.twilio.com/2010-04-01/Accounts/{}/Recordings.json", mock.account_sid());
    let fields = json!({ "status": "completed" });
    let plant =
        |_| mock.plant(&list, fields.as_object().unwrap()).unwrap()["sid"].as_str().unwrap().to_owned();
    (0..count).map(plant).collect()
}

fn purge(mock: &Mock, sids: &Path, journal: &Path, stderr: impl Into<Stdio>) -> Child {
    Command::new(env!("CARGO_BIN_EXE_purge"))
        .args([&mock.base_url(), mock.account_sid(), mock.api_key_sid(), mock.api_key_secret()])
        .arg(journal)
        .env("TERM", "xterm")
        .stdin(std::fs::File::open(sids).unwrap())
        .stdout(Stdio::piped())
        .stderr(stderr)
        .spawn()
        .unwrap()
}

/// The SID at the end of a path.
fn sid(path: &str) -> String {
    path.rsplit('/').next().unwrap().trim_end_matches(".json").to_owned()
}

/// What the whole lines of a journal name.
fn known(journal: &Path) -> BTreeSet<String> {
    let text = std::fs::read_to_string(journal).unwrap_or_default();
    let whole = text.rfind('\n').map_or("", |end| &text[..end]);
    whole.lines().map(sid).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn killed_at_twenty_moments_it_skips_nothing_and_repeats_only_what_was_under_way() {
    // So slow that there is something under way at each moment.
    let slow = Fault::slow_first_byte(Duration::from_millis(15)).on("DeleteRecording");
    let mock = Mock::builder().keep(20_000, 64 << 20).fault(slow).start().await.unwrap();
    let folder = tempfile::tempdir().unwrap();
    let (list, journal) = (folder.path().join("sids"), folder.path().join("journal"));
    let sids = planted(&mock, RECORDINGS);
    std::fs::write(&list, sids.join("\n")).unwrap();
    let (mut snapshots, mut moments, mut longest) = (Vec::new(), Vec::new(), 160);
    for _ in 0..KILLS {
        // Some are killed before their first delete, some in the middle of many.
        let moment = Duration::from_millis(RandomState::new().build_hasher().finish() % longest);
        moments.push(moment.as_millis());
        let mut child = purge(&mock, &list, &journal, Stdio::piped());
        tokio::time::sleep(moment).await;
        child.kill().unwrap();
        assert!(!child.wait().unwrap().success(), "it was done before it was killed: {moments:?}");
        let known = known(&journal);
        // A busy machine takes longer to start a process: where a late kill found nothing new, later ones are tried.
        let before = snapshots.last().map_or(0, |(_, before): &(_, BTreeSet<_>)| before.len());
        let is_late = moment.as_millis() * 2 > u128::from(longest);
        longest += if is_late && before == known.len() { longest / 2 } else { 0 };
        snapshots.push((mock.requests().len(), known));
    }
    let last = tokio::task::block_in_place(|| {
        purge(&mock, &list, &journal, Stdio::piped()).wait_with_output().unwrap()
    });
    assert!(last.status.success(), "{}", String::from_utf8_lossy(&last.stderr));
    println!("killed after {moments:?} ms; then {}", String::from_utf8_lossy(&last.stdout).trim());

    let requests = mock.requests();
    assert!(requests.iter().all(|request| request.operation.as_deref() == Some("DeleteRecording")));
    let mut asked: BTreeMap<String, Vec<u16>> = BTreeMap::new();
    for request in &requests {
        asked.entry(sid(&request.path)).or_default().push(request.status);
    }
    assert_eq!(asked.len(), RECORDINGS, "each was asked for");
    for (sid, statuses) in &asked {
        assert!(statuses.iter().all(|status| [204, 404].contains(status)), "{sid}: {statuses:?}");
        assert!(statuses.iter().filter(|status| **status == 204).count() <= 1, "{sid}: {statuses:?}");
    }
    let again = requests.len() - RECORDINGS;
    assert!(again <= KILLS * AT_ONCE, "{again} were asked for again");
    for (seen, known) in &snapshots {
        let repeated =
            requests[*seen..].iter().map(|request| sid(&request.path)).find(|sid| known.contains(sid));
        assert_eq!(repeated, None, "the journal had it");
    }
    assert!(
        snapshots.last().unwrap().1.len() >= KILLS / 2,
        "the kills came too early to tell anything: {moments:?}"
    );
    assert_eq!(known(&journal), sids.into_iter().collect());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn a_terminal_gets_a_bar_and_what_is_none_gets_lines() {
    let mock = Mock::start().await.unwrap();
    let folder = tempfile::tempdir().unwrap();
    let list = folder.path().join("sids");
    std::fs::write(&list, planted(&mock, 30).join("\n")).unwrap();
    let piped = purge(&mock, &list, &folder.path().join("first"), Stdio::piped());
    let piped = tokio::task::block_in_place(|| piped.wait_with_output().unwrap());
    let lines = String::from_utf8(piped.stderr).unwrap();
    assert!(piped.status.success() && lines.lines().all(|line| line.starts_with("purge: ")), "{lines:?}");
    assert!(lines.lines().last().unwrap().contains("30 deleted"), "{lines:?}");

    std::fs::write(&list, planted(&mock, 30).join("\n")).unwrap();
    let size = nix::pty::Winsize { ws_row: 24, ws_col: 120, ws_xpixel: 0, ws_ypixel: 0 };
    let pty = nix::pty::openpty(&size, None).unwrap();
    let mut child = purge(&mock, &list, &folder.path().join("second"), pty.slave);
    let mut shown = Vec::new();
    tokio::task::block_in_place(|| {
        // Linux ends it with an error when nobody holds the other side any more.
        let _ = std::fs::File::from(pty.master).read_to_end(&mut shown);
    });
    assert!(child.wait().unwrap().success());
    let shown = String::from_utf8_lossy(&shown);
    assert!(shown.contains("30 deleted") && !shown.contains("purge: "), "{shown:?}");
    let drawn = shown.matches(" deleted").count();
    assert!(drawn > 1 && shown.contains('\r'), "it is drawn over itself: {shown:?}");
}
