import type * as TS from '@tslab/typescript-for-tslab';
import type { TypeScript } from './typescript-host';

/** The variable of every cell's function through which names of earlier cells are reached. */
export const CELLS = '__cells';
/** The function of every cell through which it says at its start how its own names are read and assigned; see {@link Declared}. */
export const DEFINE = '__define';

/** tslab keeps the declarations of earlier cells in a virtual file of this name. */
const EARLIER_CELLS = '/__prev__.d.ts';
/** And the cell itself in this one. */
export const CELL = '/__tslab__.ts';

/**
 * Wraps a builder so that emitted cells read and write names of earlier cells as `__cells.name` and begin by handing on
 * their own, so that those of a cell that fails half-way are known too.
 *
 * tslab does the first with `exports.name`, but is wrong for `({ lr })` and `const { x: q } = earlier`, and does the
 * second by copies, so that a function of one cell never sees what a later cell assigns to a variable that both use.
 */
export function keepNamesAcrossCells(ts: TypeScript, builder: TS.BuilderProgram): TS.BuilderProgram {
  const emit = builder.emit.bind(builder);
  builder.emit = (file, writeFile, cancellation, onlyDeclarations, transformers) => {
    if (!file?.fileName.endsWith(CELL)) return emit(file, writeFile, cancellation, onlyDeclarations, transformers);
    const after = [
      referToEarlierCells(ts, builder.getProgram().getTypeChecker()),
      ...(transformers?.after ?? []),
      handOnNames(ts),
    ];
    return emit(file, writeFile, cancellation, onlyDeclarations, { ...transformers, after });
  };
  return builder;
}

function referToEarlierCells(ts: TypeScript, checker: TS.TypeChecker): TS.TransformerFactory<TS.SourceFile> {
  return (context) => {
    const { factory } = context;
    const fromEarlierCell = (symbol: TS.Symbol | undefined) =>
      symbol?.declarations?.some((declaration) => declaration.getSourceFile().fileName.endsWith(EARLIER_CELLS)) ?? false;

    // The new nodes have no original, so that tslab's own rewriting, which comes next, leaves them alone.
    const reference = (name: TS.Identifier) =>
      ts.setTextRange(factory.createPropertyAccessExpression(factory.createIdentifier(CELLS), name.text), name);
    const refersBack = (name: TS.Identifier) => !isMemberName(ts, name) && fromEarlierCell(checker.getSymbolAtLocation(name));

    const visit = (node: TS.Node): TS.Node => {
      if (ts.isShorthandPropertyAssignment(node)) {
        const original = ts.getOriginalNode(node);
        if (!fromEarlierCell(checker.getShorthandAssignmentValueSymbol(original))) return ts.visitEachChild(node, visit, context);
        const fallback = node.objectAssignmentInitializer && ts.visitNode(node.objectAssignmentInitializer, visit, ts.isExpression);
        const value = reference(node.name);
        return factory.createPropertyAssignment(
          factory.createIdentifier(node.name.text),
          fallback ? factory.createAssignment(value, fallback) : value,
        );
      }
      if (ts.isCallExpression(node) && ts.isIdentifier(node.expression) && refersBack(node.expression)) {
        // `__cells.f()` would hand `__cells` to f as `this`.
        const callee = factory.createParenthesizedExpression(factory.createComma(factory.createNumericLiteral(0), reference(node.expression)));
        const args = ts.visitNodes(node.arguments, visit, ts.isExpression);
        return factory.updateCallExpression(node, ts.setTextRange(callee, node.expression), node.typeArguments, args);
      }
      if (ts.isIdentifier(node)) {
        if (refersBack(node)) return reference(node);
        // tslab would rewrite a member's name where the type of its object comes from an earlier cell.
        return isMemberName(ts, node) && fromEarlierCell(checker.getSymbolAtLocation(node))
          ? ts.setTextRange(factory.createIdentifier(node.text), node)
          : node;
      }
      return ts.visitEachChild(node, visit, context);
    };
    return (file) => ts.visitEachChild(file, visit, context);
  };
}

/** Whether an identifier names a member of something rather than a variable. */
function isMemberName(ts: TypeScript, identifier: TS.Identifier): boolean {
  const node = ts.getOriginalNode(identifier);
  const parent = node.parent as TS.Node | undefined;
  if (parent === undefined) return false;
  if (ts.isPropertyAccessExpression(parent)) return parent.name === node;
  if (ts.isBindingElement(parent)) return parent.propertyName === node;
  return (
    (ts.isPropertyAssignment(parent) || ts.isMethodDeclaration(parent) || ts.isPropertyDeclaration(parent) || ts.isAccessor(parent)) &&
    parent.name === node
  );
}

/**
 * Begins a cell with `__define({ constants: { a: () => a }, variables: { n: [() => n, ($value) => { n = $value; }] }, hoisted: [] })`,
 * a `Declared`; functions, classes and imports are among the constants.
 */
function handOnNames(ts: TypeScript): TS.TransformerFactory<TS.SourceFile> {
  return ({ factory }) => (file) => {
    const constants: string[] = [];
    const variables: string[] = [];
    const hoisted: string[] = [];
    const collect = (name: TS.BindingName, into: readonly string[][]): void => {
      if (ts.isIdentifier(name)) for (const names of into) names.push(name.text);
      else for (const element of name.elements) if (ts.isBindingElement(element)) collect(element.name, into);
    };
    for (const statement of file.statements) {
      if (ts.isVariableStatement(statement) && !statement.modifiers?.length) {
        const { declarations, flags } = statement.declarationList;
        const scoped = flags & ts.NodeFlags.Let ? [variables] : [variables, hoisted];
        for (const { name } of declarations) collect(name, flags & ts.NodeFlags.Const ? [constants] : scoped);
      } else if ((ts.isFunctionDeclaration(statement) || ts.isClassDeclaration(statement)) && statement.name) {
        constants.push(statement.name.text);
      } else if (ts.isImportDeclaration(statement)) {
        constants.push(...importedNames(ts, statement));
      }
    }
    if (constants.length === 0 && variables.length === 0) return file;

    const property = (name: string, value: TS.Expression) => factory.createPropertyAssignment(name, value);
    const declared = factory.createObjectLiteralExpression([
      property('constants', factory.createObjectLiteralExpression(constants.map((name) => property(name, createGetter(ts, factory, name))))),
      property('variables', factory.createObjectLiteralExpression(variables.map((name) => property(name, createAccess(ts, factory, name))))),
      property('hoisted', factory.createArrayLiteralExpression(hoisted.map((name) => factory.createStringLiteral(name)))),
    ]);
    const define = factory.createCallExpression(factory.createIdentifier(DEFINE), undefined, [declared]);
    return factory.updateSourceFile(file, [factory.createExpressionStatement(define), ...file.statements]);
  };
}

function importedNames(ts: TypeScript, { importClause }: TS.ImportDeclaration): string[] {
  const names = importClause?.name ? [importClause.name.text] : [];
  const bindings = importClause?.namedBindings;
  if (bindings === undefined) return names;
  return ts.isNamespaceImport(bindings) ? [...names, bindings.name.text] : [...names, ...bindings.elements.map(({ name }) => name.text)];
}

/** `() => a` */
function createGetter(ts: TypeScript, factory: TS.NodeFactory, name: string): TS.ArrowFunction {
  return createArrow(ts, factory, [], factory.createIdentifier(name));
}

/** `[() => n, ($value) => { n = $value; }]` */
function createAccess(ts: TypeScript, factory: TS.NodeFactory, name: string): TS.Expression {
  const value = '$value';
  const assignment = factory.createAssignment(factory.createIdentifier(name), factory.createIdentifier(value));
  const setter = createArrow(ts, factory, [value], factory.createBlock([factory.createExpressionStatement(assignment)]));
  return factory.createArrayLiteralExpression([createGetter(ts, factory, name), setter]);
}

function createArrow(ts: TypeScript, factory: TS.NodeFactory, parameters: readonly string[], body: TS.ConciseBody): TS.ArrowFunction {
  const declared = parameters.map((parameter) => factory.createParameterDeclaration(undefined, undefined, parameter));
  return factory.createArrowFunction(undefined, undefined, declared, undefined, factory.createToken(ts.SyntaxKind.EqualsGreaterThanToken), body);
}
