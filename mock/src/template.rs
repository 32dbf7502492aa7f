//! Path templates, matched segment by segment.

/// One segment: literal text, or one variable between a prefix and a suffix (`{Sid}.json`).
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Segment {
    Literal(String),
    Variable { before: String, name: String, after: String },
}

/// A path of a document.
#[derive(Clone, Debug)]
pub(crate) struct Template {
    pub(crate) text: String,
    pub(crate) segments: Vec<Segment>,
}

impl Template {
    pub(crate) fn parse(text: &str) -> Template {
        let segments = text.split('/').skip(1).map(segment).collect();
        Template { text: text.to_owned(), segments }
    }

    /// The names of the variables in path order.
    pub(crate) fn variables(&self) -> impl Iterator<Item = &str> {
        self.segments.iter().filter_map(|segment| match segment {
            Segment::Variable { name, .. } => Some(name.as_str()),
            Segment::Literal(_) => None,
        })
    }

    /// Whether the path names one thing of a collection: it ends with a variable.
    pub(crate) fn is_instance(&self) -> bool {
        matches!(self.segments.last(), Some(Segment::Variable { .. }))
    }

    /// The last variable's name, of an instance path.
    pub(crate) fn key(&self) -> Option<&str> {
        match self.segments.last() {
            Some(Segment::Variable { name, .. }) => Some(name),
            _ => None,
        }
    }

    /// Spelling without variable names and `.json`, so that a collection and its instances meet.
    pub(crate) fn shape(&self) -> String {
        self.fill(|_| "{}".to_owned())
    }

    /// The shape of the collection an instance path belongs to; the path's own shape for others.
    pub(crate) fn collection(&self) -> String {
        let shape = self.shape();
        match (self.is_instance(), shape.rsplit_once('/')) {
            (true, Some((parent, _))) => parent.to_owned(),
            _ => shape,
        }
    }

    /// Each variable with the shape of the collection that it chooses from.
    pub(crate) fn steps(&self) -> impl Iterator<Item = (String, &str)> {
        let mut shape = String::new();
        self.segments.iter().filter_map(move |segment| match segment {
            Segment::Literal(text) => {
                shape = format!("{shape}/{}", text.strip_suffix(".json").unwrap_or(text));
                None
            }
            Segment::Variable { name, .. } => {
                let collection = shape.clone();
                shape.push_str("/{}");
                Some((collection, name.as_str()))
            }
        })
    }

    /// The path with each variable replaced, without `.json`.
    pub(crate) fn fill(&self, mut value: impl FnMut(&str) -> String) -> String {
        let mut out = String::new();
        for segment in &self.segments {
            out.push('/');
            match segment {
                Segment::Literal(text) => out.push_str(text.strip_suffix(".json").unwrap_or(text)),
                Segment::Variable { name, .. } => out.push_str(&value(name)),
            }
        }
        out
    }

    /// Whether paths of this template end in `.json`.
    pub(crate) fn has_json_suffix(&self) -> bool {
        self.text.ends_with(".json")
    }
}

fn segment(text: &str) -> Segment {
    let parts = text.split_once('{').and_then(|(before, rest)| Some((before, rest.split_once('}')?)));
    match parts {
        Some((before, (name, after))) => {
            Segment::Variable { before: before.to_owned(), name: name.to_owned(), after: after.to_owned() }
        }
        None => Segment::Literal(text.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::Template;

    #[test]
    fn a_collection_and_its_instances_meet() {
        let template = Template::parse("/2010-04-01/Accounts/{AccountSid}/Calls/{Sid}.json");
        assert_eq!(template.collection(), "/2010-04-01/Accounts/{}/Calls");
        assert_eq!(template.key(), Some("Sid"));
    }
}
