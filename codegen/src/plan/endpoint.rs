//! Endpoint functions and their builders.

use super::{Argument, Callback, Clear, End, Endpoint, Facts, Paging, Planner, Setter, Start, Type, Write};
use crate::docs;
use crate::facts;
use crate::model::{
    Answer, Body, Input, InputPlace, Method, Operation, Schema, Security, Shape, path_variables,
};
use crate::name::{Name, Scope};
use ringfence_lint::{Operation as KnownOperation, Replacement};

/// Methods that builders have besides their setters.
const METHODS: [&str; 25] = [
    "account",
    "begin",
    "begin_form",
    "begin_object",
    "extra",
    "from_draft",
    "into_draft",
    "items",
    "page",
    "pages",
    "request",
    "send",
    "with_body",
    "with_cleared",
    "with_field",
    "with_form",
    "with_form_each",
    "with_form_some",
    "with_header",
    "with_path",
    "with_query",
    "with_query_each",
    "with_query_flattened",
    "with_query_some",
    "without_retry",
];

impl Planner<'_> {
    pub(super) fn endpoint(&mut self, operation: &Operation) -> Endpoint {
        let takes_account = path_variables(&operation.path).next() == Some("AccountSid");
        let is_account =
            |input: &&Input| takes_account && input.place == InputPlace::Path && input.name == "AccountSid";
        let (required, optional): (Vec<&Input>, Vec<&Input>) =
            operation.inputs.iter().filter(|input| !is_account(input)).partition(|input| input.required);
        let facts = self.facts(operation);
        let mut docs = endpoint_docs(&self.api.document, operation, &facts.callbacks, facts.is_idempotent);
        let function = self.functions.get(operation.id.as_str()).cloned();
        let function = function.unwrap_or_else(|| Name::snake(&operation.id));
        if function != Name::snake(&operation.id)
            || self.builder(&operation.id) != Name::pascal(&operation.id)
        {
            docs::rename(&mut docs, &operation.id);
        }
        let arguments = self.arguments(operation, &required, &mut docs);
        let mut methods = Scope::with(&METHODS);
        let setters: Vec<Setter> =
            optional.iter().map(|input| self.setter(operation, input, &mut methods)).collect();
        let end = self.end(operation);
        let most = end.paging().and_then(Paging::usual);
        let is_paged = most.is_some() && setters.iter().filter(|setter| setter.is_of_pages()).count() == 3;
        if let Some(most) = most.filter(|_| is_paged) {
            docs.push(String::new());
            docs.push(format!("A page holds at most {most} items; `page_size` asks for fewer."));
        }
        Endpoint {
            function,
            builder: self.builder(&operation.id),
            docs,
            facts,
            start: match &operation.body {
                Body::None | Body::Whole(..) => Start::Bare,
                Body::Form => Start::Form,
                Body::Object(content_type) => Start::Object(content_type.clone()),
            },
            arguments,
            setters,
            takes_account,
            is_paged,
            end,
            is_deprecated: operation.deprecated,
        }
    }

    pub(super) fn builder(&self, id: &str) -> Name {
        self.builders.get(id).cloned().unwrap_or_else(|| Name::pascal(id))
    }

    /// Path variables in the order of the URL, then what else is required, then one of each group.
    fn arguments(
        &mut self,
        operation: &Operation,
        required: &[&Input],
        docs: &mut Vec<String>,
    ) -> Vec<Argument> {
        let mut names = Scope::default();
        let (mut arguments, mut explained) = (Vec::new(), Vec::new());
        for input in required {
            let (of, write) = self.input(&operation.id, input);
            let wanted = Name::snake(input.called());
            let name = names.claim(wanted.clone());
            self.check_rename(operation, input, name == wanted);
            if name != Name::snake(&input.name) {
                docs.push(String::new());
                docs.push(format!("`{}` is sent as `{}`.", name.as_str(), input.name.replace('`', "'")));
            }
            if let Some(line) = argument_docs(&name, input) {
                explained.push(line);
            }
            arguments.push(Argument { name, of, write });
        }
        if !explained.is_empty() {
            docs.push(String::new());
            docs.append(&mut explained);
        }
        for group in &operation.groups {
            let mut argument = self.group(operation, group);
            let wanted = argument.name;
            argument.name = names.claim(wanted.clone());
            if argument.name != wanted {
                docs.push(String::new());
                docs.push(format!(
                    "`{}` is one of a group; an input is called `{}`.",
                    argument.name.as_str(),
                    wanted.as_str()
                ));
            }
            arguments.push(argument);
        }
        if let Body::Whole(content_type, schema) = &operation.body {
            let of = self.type_of(schema, &format!("{}_body", operation.id), true);
            let write = Write::Body(content_type.clone());
            let name = names.claim(Name::snake("body"));
            if name != Name::snake("body") {
                docs.push(String::new());
                docs.push(format!("`{}` is the body.", name.as_str()));
            }
            arguments.push(Argument { name, of, write });
        }
        arguments
    }

    /// Notes a name that the settings chose and that another input has, or would have.
    fn check_rename(&mut self, operation: &Operation, input: &Input, is_free: bool) {
        let Some(rename) = &input.schema.rename else { return };
        let mut others = operation.inputs.iter().filter(|other| other.schema.rename.is_none());
        if !is_free || others.any(|other| Name::snake(&other.name) == Name::snake(rename)) {
            self.taken.push(rename.clone());
        }
    }

    fn setter(&mut self, operation: &Operation, input: &Input, methods: &mut Scope) -> Setter {
        let (of, write) = self.input(&operation.id, input);
        let wanted = match Name::snake(input.called()) {
            // `page` fetches one.
            page if page.as_str() == "page" => Name::snake("page_number"),
            name => name,
        };
        let name = methods.claim(wanted.clone());
        self.check_rename(operation, input, name == wanted);
        let wire = input.name.replace('`', "'");
        let mut docs = docs::lines(&input.schema.docs, &format!("Sets `{wire}`."));
        let is_size = matches!(input.name.as_str(), "PageSize" | "pageSize" | "Size");
        if !is_size && !input.schema.limits.is_empty() {
            docs.push(String::new());
            docs.push(input.schema.limits.join(" "));
        }
        if input.schema.rename.is_some() {
            docs.push(String::new());
            docs.push(format!("Sent as `{wire}`; the settings of this crate name it."));
        } else if name != Name::snake(&input.name) {
            docs.push(String::new());
            docs.push(format!(
                "Sent as `{wire}`; the name is another because a method or input has that one."
            ));
        }
        let maximum = input.schema.maximum.filter(|most| is_size && *most > 0 && of == Type::Integer);
        if let Some(maximum) = maximum {
            docs.push(String::new());
            docs.push(format!("From 1 to {maximum}: a value outside is sent as the nearest."));
        }
        if facts::is_idempotency_key(&input.name) {
            docs.push(String::new());
            docs.push("With it the request is safe to repeat, and is retried as one that reads.".to_owned());
        }
        let is_cleared = input.schema.nullable && matches!(input.place, InputPlace::Form | InputPlace::Field);
        let clear = is_cleared.then(|| Clear {
            name: methods.claim(Name::snake(&format!("clear_{}", name.as_str()))),
            wire: input.name.clone(),
        });
        Setter { name, docs, of, write, maximum, is_deprecated: input.schema.deprecated, clear }
    }

    fn facts(&self, operation: &Operation) -> Facts {
        Facts {
            id: operation.id.clone(),
            method: match operation.method {
                Method::Get => "Get",
                Method::Post => "Post",
                Method::Put => "Put",
                Method::Patch => "Patch",
                Method::Delete => "Delete",
            },
            host: operation.host.clone(),
            path: operation.path.clone(),
            callbacks: self.callbacks(operation),
            is_dated: self.api.date.is_some(),
            is_idempotent: self.is_idempotent(operation),
            deletes_stored_data: facts::deletes_stored_data(&self.api.document, &operation.id),
            is_answered_by_redirect: matches!(operation.answer, Answer::Redirect),
            accept: operation.accept.clone(),
            is_answered_by_moves: operation.moves,
            is_answered_unchanged: operation.unchanged,
            security: match operation.security {
                Security::Basic => None,
                Security::OAuth => Some("OAuth"),
                Security::None => Some("None"),
            },
        }
    }

    fn end(&mut self, operation: &Operation) -> End {
        let hint = format!("{}_response", operation.id);
        match &operation.answer {
            Answer::Empty => End::Send(Type::Unit),
            Answer::Redirect => End::Send(Type::Runtime("Redirect")),
            Answer::Value(schema) => End::Send(self.answer(schema, &hint)),
            Answer::List(list) => {
                let item = self.type_of(&list.item, &format!("{}_item", operation.id), false);
                let whole = list.whole.as_ref().map(|whole| self.answer(whole, &hint));
                End::List { item, whole, paging: paging(&list.items, &operation.inputs) }
            }
            Answer::Pages(schema) => match self.answer(schema, &hint) {
                of @ Type::Named(_) => End::Pages { of, paging: paging("", &operation.inputs) },
                other => End::Send(other),
            },
        }
    }

    /// The type of an answer: what is neither an object nor a list stays JSON.
    fn answer(&mut self, schema: &Schema, hint: &str) -> Type {
        match self.type_of(schema, hint, false) {
            answer @ (Type::Named(_) | Type::List(_)) if !self.is_enum(&answer) => answer,
            _ => Type::Runtime("Json"),
        }
    }

    /// Whether what the method calls a create or an update does twice what it does once.
    fn is_idempotent(&self, operation: &Operation) -> bool {
        let mut inputs = operation.inputs.iter();
        inputs.any(|input| input.required && facts::is_idempotency_key(&input.name))
            || operation.method == Method::Post && facts::is_plain_update(&self.api.document, &operation.id)
    }

    /// The inputs that take the URL of a callback, fields of JSON objects among them.
    fn callbacks(&self, operation: &Operation) -> Vec<Callback> {
        let mut callbacks = Vec::new();
        for input in &operation.inputs {
            match self.resolved(&input.schema.shape) {
                Shape::Text(_) if facts::is_callback(&input.name) => {
                    callbacks.push(Callback { input: input.name.clone(), field: None });
                }
                Shape::Object(fields) if input.place == InputPlace::Field => {
                    let texts = fields
                        .iter()
                        .filter(|field| matches!(self.resolved(&field.schema.shape), Shape::Text(_)));
                    let urls = texts.filter(|field| facts::is_callback(&field.name));
                    callbacks.extend(urls.map(|field| Callback {
                        input: input.name.clone(),
                        field: Some(field.name.clone()),
                    }));
                }
                _ => {}
            }
        }
        callbacks
    }

    fn is_enum(&self, of: &Type) -> bool {
        matches!(of, Type::Named(name) if self.enum_names.contains(name))
    }
}

/// What the input of the next page's token is called.
const TOKENS: [&str; 9] = [
    "PageToken",
    "pageToken",
    "page_token",
    "Token",
    "NextToken",
    "nextToken",
    "next_token",
    "Cursor",
    "cursor",
];

fn paging(items: &str, inputs: &[Input]) -> Paging {
    let find = |names: &[&str]| {
        inputs.iter().find(|input| input.place == InputPlace::Query && names.contains(&input.name.as_str()))
    };
    let size = find(&["PageSize", "pageSize", "Size"]);
    Paging {
        items: items.to_owned(),
        size: size.and_then(|input| Some((input.name.clone(), input.schema.maximum.filter(|max| *max > 0)?))),
        token: find(&TOKENS).map(|input| input.name.clone()),
        number: find(&["Page", "page"]).map(|input| input.name.clone()),
    }
}

/// What the document says of an argument, as an entry of a list.
fn argument_docs(name: &Name, input: &Input) -> Option<String> {
    let mut said: Vec<String> = docs::lines(&input.schema.docs, "").into_iter().collect();
    said.extend(input.schema.limits.iter().cloned());
    let said =
        said.iter().map(|line| line.trim()).filter(|line| !line.is_empty()).collect::<Vec<_>>().join(" ");
    (!said.is_empty()).then(|| format!("- `{}`: {said}", name.as_str()))
}

fn retried(is_idempotent: bool, method: Method) -> &'static str {
    if is_idempotent || matches!(method, Method::Get | Method::Put | Method::Delete) {
        return "Safe to repeat, so it is retried";
    }
    "Not safe to repeat, so it is retried only where Twilio did not act on it"
}

fn endpoint_docs(
    document: &str,
    operation: &Operation,
    callbacks: &[Callback],
    is_idempotent: bool,
) -> Vec<String> {
    let mut docs = docs::lines(&operation.docs, &format!("The operation `{}`.", operation.id));
    let method = match operation.method {
        Method::Get => "GET",
        Method::Post => "POST",
        Method::Put => "PUT",
        Method::Patch => "PATCH",
        Method::Delete => "DELETE",
    };
    let retried = retried(is_idempotent, operation.method);
    docs.push(String::new());
    docs.push(format!(
        "`{method} https://{}{}`. {retried}.",
        operation.host,
        operation.path.replace('`', "'")
    ));
    let credentials = match operation.security {
        Security::Basic => None,
        Security::OAuth => {
            Some("Takes a token of OAuth client credentials: a client with an API key refuses to send it.")
        }
        Security::None => Some("Takes no credentials, and none are sent."),
    };
    if let Some(credentials) = credentials {
        docs.push(String::new());
        docs.push(credentials.to_owned());
    }
    if operation.unchanged {
        docs.push(String::new());
        docs.push(
            "Where there is nothing to change, Twilio answers 304: the answer has no fields then.".to_owned(),
        );
    }
    if !callbacks.is_empty() {
        docs.push(String::new());
        let wires: Vec<String> = callbacks.iter().map(Callback::wire).collect();
        docs.push(format!("Twilio calls back: `{}`.", wires.join("`, `").replace("``", "`")));
    }
    let instead =
        KnownOperation::by_id(document, &operation.id).and_then(|known| known.instead_of_polling.first());
    if let Some(Replacement { function, callback, .. }) = instead {
        docs.push(String::new());
        docs.push(format!(
            "Rather than asking again and again, have Twilio call: `{function}` takes `{callback}` for that."
        ));
    }
    if let Some(page) = facts::page(document, &operation.id) {
        docs.push(String::new());
        docs.push(format!("[Twilio's page]({page})"));
    }
    docs
}
