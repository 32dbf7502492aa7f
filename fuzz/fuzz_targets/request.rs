//! Any bytes on the mock's port: answers or a closed connection, never a server error, a panic, or a mock that is gone.
#![no_main]

use std::io::{Read, Write};
use std::net::{Shutdown, TcpStream};
use std::sync::LazyLock;
use std::time::Duration;

use libfuzzer_sys::fuzz_target;
use ringfence_mock::Mock;
use tokio::runtime::Runtime;

/// One mock for all inputs, on threads of its own.
static MOCK: LazyLock<(Runtime, Mock)> = LazyLock::new(|| {
    // Its panics must end the run although tokio catches them.
    std::panic::set_hook(Box::new(|panic| {
        eprintln!("{panic}");
        std::process::abort();
    }));
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    let mock = runtime.block_on(Mock::builder().keep(1_000, 1 << 20).start()).unwrap();
    (runtime, mock)
});

/// Lines that lead past the credentials: without them hardly any input would. `@` stands for the account.
fn with_credentials(bytes: &[u8], mock: &Mock) -> Vec<u8> {
    let text = bytes.iter().flat_map(|byte| match byte {
        b'@' => mock.account_sid().as_bytes().to_vec(),
        other => vec![*other],
    });
    let text: Vec<u8> = text.collect();
    let pair = format!("{}:{}", mock.api_key_sid(), mock.api_key_secret());
    let header = format!("\r\nAuthorization: Basic {}\r\n", base64(pair.as_bytes()));
    match text.windows(2).position(|two| two == b"\r\n") {
        Some(end) => [&text[..end], header.as_bytes(), &text[end + 2..]].concat(),
        None => text,
    }
}

fn base64(bytes: &[u8]) -> String {
    const SIGNS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::new();
    for three in bytes.chunks(3) {
        let word = three.iter().enumerate().fold(0_u32, |word, (at, byte)| word | u32::from(*byte) << (16 - 8 * at));
        for at in 0..4 {
            let sign = SIGNS[(word >> (18 - 6 * at) & 63) as usize];
            out.push(if at <= three.len() { char::from(sign) } else { '=' });
        }
    }
    out
}

fuzz_target!(|bytes: &[u8]| {
    // A fault that was ordered makes errors on purpose.
    if bytes.windows(6).any(|six| six == b"faults") {
        return;
    }
    let (_, mock) = &*MOCK;
    let address = mock.base_url();
    let mut stream = TcpStream::connect(address.strip_prefix("http://").unwrap()).expect("the mock is gone");
    stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    // A mock that has answered and closed may break the writing off.
    let _ = stream.write_all(&with_credentials(bytes, mock));
    let _ = stream.shutdown(Shutdown::Write);
    let mut answer = Vec::new();
    match stream.read_to_end(&mut answer) {
        Err(problem) if problem.kind() == std::io::ErrorKind::WouldBlock => panic!("no answer and no end"),
        _ => {}
    }
    let status = answer.get(9..12).unwrap_or_default();
    assert!(!status.starts_with(b"5"), "{}", String::from_utf8_lossy(&answer));
});
