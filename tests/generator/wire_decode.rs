//! Requests decoded without a line of the code that encodes them.

/// A request as it came.
pub struct Sent {
    pub method: String,
    pub segments: Vec<String>,
    pub query: Vec<(String, String)>,
    pub body: String,
    headers: Vec<(String, String)>,
}

impl Sent {
    pub fn read(head: &str, body: String) -> Self {
        let mut lines = head.split("\r\n");
        let mut first = lines.next().unwrap().split(' ');
        let (method, target) = (first.next().unwrap().to_owned(), first.next().unwrap());
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        let header = |line: &str| {
            let (name, value) = line.split_once(':').unwrap();
            (name.to_ascii_lowercase(), value.trim_matches([' ', '\t']).to_owned())
        };
        Self {
            method,
            segments: path.split('/').skip(1).map(text).collect(),
            query: pairs(query),
            body,
            headers: lines.map(header).collect(),
        }
    }

    /// The one header of a name.
    pub fn header(&self, name: &str) -> Option<&str> {
        let mut found = self.headers.iter().filter(|(known, _)| known == name);
        let header = found.next();
        assert!(found.next().is_none(), "two headers {name}");
        header.map(|(_, value)| value.as_str())
    }
}

/// The pairs of a query or form, in their order.
pub fn pairs(encoded: &str) -> Vec<(String, String)> {
    let pairs = encoded.split('&').filter(|pair| !pair.is_empty());
    pairs.map(|pair| pair.split_once('=').unwrap()).map(|(name, value)| (text(name), text(value))).collect()
}

fn text(encoded: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = encoded.bytes();
    while let Some(byte) = rest.next() {
        match byte {
            b'%' => {
                let digits = [rest.next().unwrap(), rest.next().unwrap()];
                bytes.push(u8::from_str_radix(std::str::from_utf8(&digits).unwrap(), 16).unwrap());
            }
            b'+' => bytes.push(b' '),
            plain => {
                assert!(plain.is_ascii_alphanumeric() || b"-._~".contains(&plain), "{encoded}");
                bytes.push(plain);
            }
        }
    }
    String::from_utf8(bytes).unwrap()
}
