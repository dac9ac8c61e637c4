//! The statements of this crate, read from its source: every text that begins as SQL does, with the macros that compose
//! such texts expanded. A query whose text this does not understand is a panic, so none is passed over.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use proc_macro2::{Delimiter, TokenStream, TokenTree};

pub struct Statement {
    /// Where it stands, under `src`.
    pub file: String,
    pub sql: String,
}

/// One arm of a macro that makes a text: the names of its arguments, and its body.
struct Arm {
    parameters: Vec<String>,
    body: Vec<TokenTree>,
}

type Macros = BTreeMap<String, Vec<Arm>>;

/// All statements of the crate; those of its tests' helpers are left out.
pub fn statements() -> Vec<Statement> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    list(&root, &mut files);
    let sources: BTreeMap<String, Vec<TokenTree>> = files
        .iter()
        .map(|path| {
            let name = path.strip_prefix(&root).unwrap().display().to_string();
            let text = fs::read_to_string(path).unwrap();
            let tokens: TokenStream = text.parse().unwrap_or_else(|error| panic!("{name}: {error}"));
            (name, tokens.into_iter().collect())
        })
        .filter(|(name, _): &(String, _)| !name.starts_with("testing"))
        .collect();
    let macros: BTreeMap<&str, Macros> = sources
        .iter()
        .map(|(name, tokens)| {
            let mut found = Macros::new();
            collect_macros(tokens, &mut found);
            (name.as_str(), found)
        })
        .collect();
    let mut all = Vec::new();
    for (name, tokens) in &sources {
        // A module sees its own macros, then those of the module above it, then the crate's.
        let above = name.split_once('/').map(|(module, _)| format!("{module}.rs"));
        let scopes: Vec<&Macros> = [Some(name.as_str()), above.as_deref(), Some("cleanup.rs")]
            .into_iter()
            .flatten()
            .filter_map(|name| macros.get(name))
            .collect();
        let mut reader = Reader {
            file: name,
            scopes,
            texts: Vec::new(),
            constants: Vec::new(),
            calls: Vec::new(),
        };
        reader.walk(tokens);
        all.extend(reader.finish());
    }
    all
}

fn list(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            list(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
    files.sort();
}

/// Reads one file.
struct Reader<'a> {
    file: &'a str,
    scopes: Vec<&'a Macros>,
    /// All texts, in their order.
    texts: Vec<String>,
    /// The names of constants that are texts.
    constants: Vec<String>,
    /// What queries are made of.
    calls: Vec<Vec<TokenTree>>,
}

impl Reader<'_> {
    fn walk(&mut self, tokens: &[TokenTree]) {
        let mut at = 0;
        while at < tokens.len() {
            let rest = &tokens[at..];
            match rest {
                // Attributes, and the comments that are such.
                [TokenTree::Punct(hash), TokenTree::Group(group), ..]
                    if hash.as_char() == '#' && group.delimiter() == Delimiter::Bracket =>
                {
                    at += 2;
                    continue;
                }
                [first, second, TokenTree::Group(_), ..] if is(first, "mod") && is(second, "tests") => {
                    at += 3;
                    continue;
                }
                [first, _, name, TokenTree::Group(arms), ..] if is(first, "macro_rules") => {
                    // A macro of code has statements in it; one that makes a text is read where it is used.
                    if !self.defines_text(&name.to_string()) {
                        self.walk(&arms.stream().into_iter().collect::<Vec<_>>());
                    }
                    at += 4;
                    continue;
                }
                [first, TokenTree::Ident(name), ..] if is(first, "const") => self.constants.push(name.to_string()),
                [TokenTree::Ident(name), TokenTree::Group(arguments), ..]
                    if matches!(name.to_string().as_str(), "query" | "query_as" | "query_scalar") =>
                {
                    self.calls.push(arguments.stream().into_iter().collect());
                }
                _ => {}
            }
            if let Some((text, length)) = self.text(rest) {
                self.texts.push(text);
                at += length;
                continue;
            }
            if let TokenTree::Group(group) = &tokens[at] {
                self.walk(&group.stream().into_iter().collect::<Vec<_>>());
            }
            at += 1;
        }
    }

    /// The text that an expression at the beginning of these tokens makes, and how many tokens it has.
    fn text(&self, tokens: &[TokenTree]) -> Option<(String, usize)> {
        match tokens {
            [TokenTree::Literal(literal), ..] => Some((unescaped(&literal.to_string())?, 1)),
            [
                TokenTree::Ident(name),
                TokenTree::Punct(bang),
                TokenTree::Group(group),
                ..,
            ] if bang.as_char() == '!' => {
                let arguments = split(&group.stream().into_iter().collect::<Vec<_>>());
                Some((self.expand(&name.to_string(), &arguments)?, 3))
            }
            [TokenTree::Group(group), ..] if group.delimiter() == Delimiter::None => {
                let inner: Vec<_> = group.stream().into_iter().collect();
                let (text, length) = self.text(&inner)?;
                (length == inner.len()).then_some((text, 1))
            }
            _ => None,
        }
    }

    /// The text of a whole expression; a path before a macro's name says nothing.
    fn whole_text(&self, tokens: &[TokenTree]) -> Option<String> {
        let bang = tokens
            .iter()
            .rposition(|token| matches!(token, TokenTree::Punct(bang) if bang.as_char() == '!'));
        let start = bang.map_or(0, |bang| bang.saturating_sub(1));
        let (text, length) = self.text(&tokens[start..])?;
        (start + length == tokens.len()).then_some(text)
    }

    fn expand(&self, name: &str, arguments: &[Vec<TokenTree>]) -> Option<String> {
        if name == "concat" {
            return arguments.iter().map(|argument| self.whole_text(argument)).collect();
        }
        let arms = self.scopes.iter().find_map(|macros| macros.get(name))?;
        let arm = arms.iter().find(|arm| arm.parameters.len() == arguments.len())?;
        self.whole_text(&substituted(&arm.body, &arm.parameters, arguments))
    }

    fn defines_text(&self, name: &str) -> bool {
        let arms = self.scopes.iter().find_map(|macros| macros.get(name));
        arms.is_some_and(|arms| {
            arms.iter().all(|arm| {
                let code =
                    |token: &TokenTree| matches!(token, TokenTree::Group(g) if g.delimiter() == Delimiter::Brace);
                !arm.body.is_empty() && !arm.body.iter().any(code)
            })
        })
    }

    /// The statements among the texts, completed where they are pieced together at run time.
    fn finish(self) -> Vec<Statement> {
        for call in &self.calls {
            let known = match &call[..] {
                // `sql` is bound to texts that stand in the same function.
                [TokenTree::Ident(name)] => {
                    let name = name.to_string();
                    self.constants.contains(&name) || name == "sql"
                }
                // Made of a number.
                [first, ..] if self.file == "postgres.rs" && is(first, "sqlx") => true,
                tokens => tokens.is_empty() || self.whole_text(tokens).is_some(),
            };
            let text: TokenStream = call.iter().cloned().collect();
            assert!(known, "{}: which statement is `{text}`?", self.file);
        }
        let mut found = Vec::new();
        for (at, text) in self.texts.iter().enumerate() {
            if !["SELECT ", "INSERT ", "UPDATE ", "DELETE "]
                .iter()
                .any(|verb| text.starts_with(verb))
            {
                continue;
            }
            let mut sql = text.clone();
            if sql.ends_with("IN (") {
                sql += "$1)";
            }
            if let Some((_, columns)) = sql.strip_suffix(") ").and_then(|sql| sql.split_once('('))
                && sql.starts_with("INSERT ")
            {
                let values: Vec<_> = (1..=columns.split(',').count()).map(|n| format!("${n}")).collect();
                sql += &format!("VALUES ({})", values.join(", "));
                sql += self
                    .texts
                    .get(at + 1)
                    .filter(|next| next.starts_with(" ON CONFLICT"))
                    .map_or("", |next| next);
            }
            let file = self.file.to_owned();
            found.push(Statement { file, sql });
        }
        found
    }
}

fn is(token: &TokenTree, word: &str) -> bool {
    matches!(token, TokenTree::Ident(ident) if ident == word)
}

/// The macros that are defined in these tokens, at any depth.
fn collect_macros(tokens: &[TokenTree], found: &mut Macros) {
    for (at, token) in tokens.iter().enumerate() {
        if let [first, _, name, TokenTree::Group(arms), ..] = &tokens[at..]
            && is(first, "macro_rules")
        {
            found.insert(
                name.to_string(),
                arms_of(&arms.stream().into_iter().collect::<Vec<_>>()),
            );
        }
        if let TokenTree::Group(group) = token {
            collect_macros(&group.stream().into_iter().collect::<Vec<_>>(), found);
        }
    }
}

/// `(pattern) => { body };` and so on.
fn arms_of(tokens: &[TokenTree]) -> Vec<Arm> {
    let groups = tokens.iter().filter_map(|token| match token {
        TokenTree::Group(group) => Some(group.stream().into_iter().collect::<Vec<_>>()),
        _ => None,
    });
    let groups: Vec<_> = groups.collect();
    let arms = groups.chunks_exact(2).map(|pair| Arm {
        parameters: parameters(&pair[0]),
        body: pair[1].clone(),
    });
    arms.collect()
}

fn parameters(pattern: &[TokenTree]) -> Vec<String> {
    let dollar = |token: &TokenTree| matches!(token, TokenTree::Punct(dollar) if dollar.as_char() == '$');
    let pairs = pattern.windows(2).filter(|pair| dollar(&pair[0]));
    pairs.map(|pair| pair[1].to_string()).collect()
}

/// A macro's body with its arguments in place.
fn substituted(body: &[TokenTree], parameters: &[String], arguments: &[Vec<TokenTree>]) -> Vec<TokenTree> {
    let mut out = Vec::new();
    let mut tokens = body.iter().peekable();
    while let Some(token) = tokens.next() {
        match token {
            TokenTree::Punct(dollar) if dollar.as_char() == '$' => {
                let name = tokens.next().expect("a name after $").to_string();
                // `$crate` begins a path, which says nothing here.
                if let Some(at) = parameters.iter().position(|parameter| *parameter == name) {
                    out.extend(arguments[at].iter().cloned());
                }
            }
            TokenTree::Group(group) => {
                let inner = substituted(&group.stream().into_iter().collect::<Vec<_>>(), parameters, arguments);
                out.push(proc_macro2::Group::new(group.delimiter(), inner.into_iter().collect()).into());
            }
            token => out.push(token.clone()),
        }
    }
    out
}

/// Arguments, which commas divide.
fn split(tokens: &[TokenTree]) -> Vec<Vec<TokenTree>> {
    let comma = |token: &TokenTree| matches!(token, TokenTree::Punct(comma) if comma.as_char() == ',');
    let mut arguments: Vec<Vec<TokenTree>> = tokens.split(comma).map(<[TokenTree]>::to_vec).collect();
    // Nothing, or nothing after the last comma.
    if arguments.last().is_some_and(Vec::is_empty) {
        arguments.pop();
    }
    arguments
}

/// What a string literal stands for; none for other literals.
fn unescaped(literal: &str) -> Option<String> {
    let inner = literal.strip_prefix('"')?.strip_suffix('"')?;
    let mut out = String::new();
    let mut letters = inner.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '\\' => match letters.next()? {
                // A line that goes on below, without its indent.
                '\n' => while letters.next_if(|letter| letter.is_whitespace()).is_some() {},
                'n' => out.push('\n'),
                other => out.push(other),
            },
            letter => out.push(letter),
        }
    }
    Some(out)
}
