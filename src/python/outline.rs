//! What a text is made of, for who asks about code without running it: nodes of its syntax tree in order of the text, in
//! types of our own.
//!
//! A node knows its kind, where it is, its parent and in which block of the parent it stands; what it says is the text
//! there. That is all that rules about code need, and it is small.

use super::parse;
use super::place::Places;
use crate::machine::Python;
use ruff_python_ast::visitor::source_order::{SourceOrderVisitor, TraversalSignal};
use ruff_python_ast::{AnyNodeRef, ExprContext, Stmt};
use ruff_text_size::{Ranged, TextRange, TextSize};

/// The nodes of a text, the module first, each before what is inside it.
pub struct Outline {
    places: Places,
    nodes: Vec<Node>,
}

/// A node, by its place in the order of the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct NodeId(u32);

/// One node.
#[derive(Clone, Copy, Debug)]
struct Node {
    kind: Kind,
    parent: NodeId,
    /// The node after its last descendant.
    after: u32,
    block: u8,
    range: TextRange,
}

/// What a node is, as far as anybody asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The whole text.
    Module,
    /// `def`.
    Function,
    /// `async def`.
    Coroutine,
    /// `class`.
    Class,
    /// `lambda`.
    Lambda,
    /// `with`.
    With,
    /// `async with`.
    AsyncWith,
    /// One manager of a `with`.
    WithItem,
    /// `for`, or `async for`.
    For,
    /// `while`.
    While,
    /// `if`.
    If,
    /// `elif` or `else`.
    Otherwise,
    /// `try`.
    Try,
    /// `except`.
    Handler,
    /// `return`.
    Return,
    /// `raise`.
    Raise,
    /// `pass`.
    Pass,
    /// `break`.
    Break,
    /// `continue`.
    Continue,
    /// `a = b`.
    Assign,
    /// `a: b = c`.
    AnnotatedAssign,
    /// `a += b`.
    AugmentedAssign,
    /// `import a`.
    Import,
    /// `from a import b`.
    ImportFrom,
    /// A name in an import, with its alias.
    Alias,
    /// `global`.
    Global,
    /// `nonlocal`.
    Nonlocal,
    /// An expression as a statement.
    ExpressionStatement,
    /// Any other statement.
    OtherStatement,
    /// `f(…)`: the function, then [`Kind::Arguments`].
    Call,
    /// What is between the brackets of a call.
    Arguments,
    /// `name=value` in a call.
    Keyword,
    /// `await`.
    Await,
    /// A name.
    Name(Use),
    /// `a.b`.
    Attribute(Use),
    /// `a[b]`.
    Subscript(Use),
    /// A number.
    Number,
    /// A text, also one with expressions in it.
    Text,
    /// A comprehension or generator expression.
    Comprehension,
    /// The parameters of a function.
    Parameters,
    /// One of them.
    Parameter,
    /// The name of a function or class, a keyword, an attribute.
    Identifier,
    /// A decorator.
    Decorator,
    /// An operation on values: `a + b`, `not a`, `a < b`.
    Operation,
    /// `yield`, `yield from`.
    Yield,
    /// `a := b`.
    Named,
    /// Anything else.
    Other,
}

/// What is done to a name, attribute or item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Use {
    /// It is read.
    Load,
    /// It is given a value, or taken away.
    Store,
}

/// Where a piece of text is: lines and columns from 1, columns in code points, the end exclusive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// First line.
    pub line: u32,
    /// First column.
    pub column: u32,
    /// Last line.
    pub end_line: u32,
    /// The column after the last.
    pub end_column: u32,
}

/// Reads a text; `None` when it cannot be parsed.
pub fn read(text: &str, python: Python) -> Option<Outline> {
    let places = Places::new(text.to_owned());
    let module = parse::parse(&places, python).ok()?;
    let mut reader = Reader { nodes: Vec::new(), open: Vec::new(), blocks: Vec::new() };
    let range = TextRange::up_to(TextSize::of(text));
    reader.push(Kind::Module, range);
    reader.visit_body(&module.body);
    reader.pop();
    Some(Outline { places, nodes: reader.nodes })
}

struct Reader {
    nodes: Vec<Node>,
    open: Vec<NodeId>,
    /// How many blocks each open node has begun.
    blocks: Vec<u8>,
}

impl Reader {
    fn push(&mut self, kind: Kind, range: TextRange) {
        let id = NodeId(self.nodes.len() as u32);
        let parent = self.open.last().copied().unwrap_or(id);
        let block = self.blocks.last().copied().unwrap_or(0);
        self.nodes.push(Node { kind, parent, after: 0, block, range });
        self.open.push(id);
        self.blocks.push(0);
    }

    fn pop(&mut self) {
        self.blocks.pop();
        if let Some(id) = self.open.pop() {
            self.nodes[id.0 as usize].after = self.nodes.len() as u32;
        }
    }
}

impl<'a> SourceOrderVisitor<'a> for Reader {
    fn enter_node(&mut self, node: AnyNodeRef<'a>) -> TraversalSignal {
        self.push(kind(node), node.range());
        TraversalSignal::Traverse
    }

    fn leave_node(&mut self, _: AnyNodeRef<'a>) {
        self.pop();
    }

    fn visit_body(&mut self, body: &'a [Stmt]) {
        if let Some(blocks) = self.blocks.last_mut() {
            *blocks = blocks.saturating_add(1);
        }
        for statement in body {
            self.visit_stmt(statement);
        }
    }
}

fn usage(context: ExprContext) -> Use {
    match context {
        ExprContext::Store | ExprContext::Del => Use::Store,
        ExprContext::Load | ExprContext::Invalid => Use::Load,
    }
}

fn kind(node: AnyNodeRef<'_>) -> Kind {
    use AnyNodeRef as N;
    match node {
        N::StmtFunctionDef(def) if def.is_async => Kind::Coroutine,
        N::StmtFunctionDef(_) => Kind::Function,
        N::StmtClassDef(_) => Kind::Class,
        N::ExprLambda(_) => Kind::Lambda,
        N::StmtWith(with) if with.is_async => Kind::AsyncWith,
        N::StmtWith(_) => Kind::With,
        N::WithItem(_) => Kind::WithItem,
        N::StmtFor(_) => Kind::For,
        N::StmtWhile(_) => Kind::While,
        N::StmtIf(_) => Kind::If,
        N::ElifElseClause(_) => Kind::Otherwise,
        N::StmtTry(_) => Kind::Try,
        N::ExceptHandlerExceptHandler(_) => Kind::Handler,
        N::StmtReturn(_) => Kind::Return,
        N::StmtRaise(_) => Kind::Raise,
        N::StmtPass(_) => Kind::Pass,
        N::StmtBreak(_) => Kind::Break,
        N::StmtContinue(_) => Kind::Continue,
        N::StmtAssign(_) => Kind::Assign,
        N::StmtAnnAssign(_) => Kind::AnnotatedAssign,
        N::StmtAugAssign(_) => Kind::AugmentedAssign,
        N::StmtImport(_) => Kind::Import,
        N::StmtImportFrom(_) => Kind::ImportFrom,
        N::Alias(_) => Kind::Alias,
        N::StmtGlobal(_) => Kind::Global,
        N::StmtNonlocal(_) => Kind::Nonlocal,
        N::StmtExpr(_) => Kind::ExpressionStatement,
        N::StmtDelete(_) | N::StmtTypeAlias(_) | N::StmtMatch(_) | N::StmtAssert(_) => Kind::OtherStatement,
        N::ExprCall(_) => Kind::Call,
        N::Arguments(_) => Kind::Arguments,
        N::Keyword(_) => Kind::Keyword,
        N::ExprAwait(_) => Kind::Await,
        N::ExprName(name) => Kind::Name(usage(name.ctx)),
        N::ExprAttribute(attribute) => Kind::Attribute(usage(attribute.ctx)),
        N::ExprSubscript(subscript) => Kind::Subscript(usage(subscript.ctx)),
        N::ExprNumberLiteral(_) => Kind::Number,
        N::ExprStringLiteral(_) | N::ExprFString(_) | N::ExprBytesLiteral(_) | N::ExprTString(_) => Kind::Text,
        N::ExprListComp(_) | N::ExprSetComp(_) | N::ExprDictComp(_) | N::ExprGenerator(_) => Kind::Comprehension,
        N::Parameters(_) => Kind::Parameters,
        N::Parameter(_) => Kind::Parameter,
        N::Identifier(_) => Kind::Identifier,
        N::Decorator(_) => Kind::Decorator,
        N::ExprBinOp(_) | N::ExprUnaryOp(_) | N::ExprBoolOp(_) | N::ExprCompare(_) => Kind::Operation,
        N::ExprYield(_) | N::ExprYieldFrom(_) => Kind::Yield,
        N::ExprNamed(_) => Kind::Named,
        _ => Kind::Other,
    }
}

impl Kind {
    /// Whether it is a statement.
    pub fn is_statement(self) -> bool {
        use Kind as K;
        matches!(
            self,
            K::Function | K::Coroutine | K::Class | K::With | K::AsyncWith | K::For | K::While | K::If | K::Try
        ) || matches!(self, K::Return | K::Raise | K::Pass | K::Break | K::Continue | K::Assign | K::AnnotatedAssign)
            || matches!(
                self,
                K::AugmentedAssign | K::Import | K::ImportFrom | K::Global | K::Nonlocal | K::ExpressionStatement
            )
            || self == K::OtherStatement
    }

    /// Whether its body is run on its own, not where it stands.
    pub fn is_function(self) -> bool {
        matches!(self, Self::Function | Self::Coroutine | Self::Lambda)
    }
}

impl Outline {
    /// The module.
    pub const MODULE: NodeId = NodeId(0);

    /// What it is.
    pub fn kind(&self, id: NodeId) -> Kind {
        self.nodes[id.0 as usize].kind
    }

    /// What it says.
    pub fn text(&self, id: NodeId) -> &str {
        self.places.slice(self.nodes[id.0 as usize].range)
    }

    /// The whole text.
    pub fn whole(&self) -> &str {
        self.places.text()
    }

    /// Where it is.
    pub fn place(&self, id: NodeId) -> Place {
        let range = self.nodes[id.0 as usize].range;
        let (line, column) = self.places.position(range.start());
        let (end_line, end_column) = self.places.position(range.end());
        Place { line, column, end_line, end_column }
    }

    /// The line on which it begins.
    pub fn line(&self, id: NodeId) -> u32 {
        self.places.line(self.nodes[id.0 as usize].range.start())
    }

    /// The line on which it ends.
    pub fn last_line(&self, id: NodeId) -> u32 {
        self.places.line(self.nodes[id.0 as usize].range.end())
    }

    /// What it is directly inside of; the module is inside of itself.
    pub fn parent(&self, id: NodeId) -> NodeId {
        self.nodes[id.0 as usize].parent
    }

    /// What it is inside of, from the inside out, without itself.
    pub fn around(&self, id: NodeId) -> impl Iterator<Item = NodeId> + '_ {
        let next = |&id: &NodeId| (id != Self::MODULE).then(|| self.parent(id));
        std::iter::successors(next(&id), next)
    }

    /// In which block of its parent it stands, from 1: for `while` the body is 1 and `else` 2; for `try` the body is 1.
    pub fn block(&self, id: NodeId) -> u8 {
        self.nodes[id.0 as usize].block
    }

    /// What is directly inside of it.
    pub fn children(&self, id: NodeId) -> impl Iterator<Item = NodeId> + '_ {
        let end = self.nodes[id.0 as usize].after;
        let within = move |id: NodeId| (id.0 < end).then_some(id);
        std::iter::successors(within(NodeId(id.0 + 1)), move |id| within(NodeId(self.nodes[id.0 as usize].after)))
    }

    /// Everything inside of it, itself first.
    pub fn inside(&self, id: NodeId) -> impl Iterator<Item = NodeId> + use<> {
        (id.0..self.nodes[id.0 as usize].after).map(NodeId)
    }

    /// Everything.
    pub fn all(&self) -> impl Iterator<Item = NodeId> + use<> {
        self.inside(Self::MODULE)
    }

    /// Whether the first is inside of the second, or the same.
    pub fn is_inside(&self, id: NodeId, outer: NodeId) -> bool {
        (outer.0..self.nodes[outer.0 as usize].after).contains(&id.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outline(text: &str) -> Outline {
        read(text, Python::V3_13).expect("it can be read")
    }

    #[test]
    fn nodes_know_their_text_their_place_and_what_they_are_inside_of() {
        let outline = outline("async def f(x):\n    é = g(await h(1))\n");
        let call = outline.all().find(|&id| outline.text(id) == "h(1)").unwrap();
        assert_eq!(outline.kind(call), Kind::Call);
        assert_eq!(outline.place(call), Place { line: 2, column: 17, end_line: 2, end_column: 21 });
        let around: Vec<Kind> = outline.around(call).map(|id| outline.kind(id)).collect();
        use Kind as K;
        assert_eq!(around, [K::Await, K::Arguments, K::Call, K::Assign, K::Coroutine, K::Module]);
    }

    #[test]
    fn blocks_of_a_statement_are_told_apart() {
        let outline = outline("try:\n    a()\nexcept E:\n    b()\nelse:\n    c()\nfinally:\n    d()\n");
        let block = |text| {
            let node = outline.all().find(|&id| outline.text(id) == text).unwrap();
            (outline.kind(outline.parent(node)), outline.block(node))
        };
        assert_eq!(block("a()"), (Kind::Try, 1));
        assert_eq!(block("b()"), (Kind::Handler, 1));
        assert_eq!(block("c()"), (Kind::Try, 2));
        assert_eq!(block("d()"), (Kind::Try, 3));
    }

    #[test]
    fn what_cannot_be_parsed_has_no_outline() {
        assert!(read("def f(:\n", Python::V3_13).is_none());
    }
}
