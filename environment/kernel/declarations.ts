import type * as TS from '@tslab/typescript-for-tslab';
import type { TypeScript } from './typescript-host';

/** Of the text of a declaration file, what declares a name that is wanted. */
export function pickDeclarations(ts: TypeScript, text: string, wanted: (name: string) => boolean): string {
  const file = ts.createSourceFile('declarations.d.ts', text, ts.ScriptTarget.Latest);
  const statements = file.statements.flatMap((statement) => pick(ts, statement, wanted) ?? []);
  return ts.createPrinter({ newLine: ts.NewLineKind.LineFeed }).printFile(ts.factory.updateSourceFile(file, statements));
}

function pick(ts: TypeScript, statement: TS.Statement, wanted: (name: string) => boolean): TS.Statement | undefined {
  const { factory } = ts;
  const isWanted = ({ name }: { readonly name?: TS.Node | undefined }) => name !== undefined && wanted((name as TS.Identifier).text);
  if (ts.isVariableStatement(statement)) {
    const declarations = statement.declarationList.declarations.filter(isWanted);
    const list = factory.updateVariableDeclarationList(statement.declarationList, declarations);
    return declarations.length === 0 ? undefined : factory.updateVariableStatement(statement, statement.modifiers, list);
  }
  if (ts.isImportDeclaration(statement)) {
    const clause = statement.importClause && pickImports(ts, statement.importClause, isWanted);
    return clause && factory.updateImportDeclaration(statement, statement.modifiers, clause, statement.moduleSpecifier, statement.assertClause);
  }
  return isWanted(statement as TS.DeclarationStatement) ? statement : undefined;
}

function pickImports(ts: TypeScript, clause: TS.ImportClause, isWanted: (node: TS.NamedDeclaration) => boolean): TS.ImportClause | undefined {
  const { factory } = ts;
  const bindings = clause.namedBindings;
  const name = isWanted(clause) ? clause.name : undefined;
  let named: TS.NamedImportBindings | undefined;
  if (bindings && ts.isNamespaceImport(bindings)) {
    if (isWanted(bindings)) named = bindings;
  } else if (bindings) {
    const elements = bindings.elements.filter(isWanted);
    if (elements.length > 0) named = factory.updateNamedImports(bindings, elements);
  }
  return name || named ? factory.updateImportClause(clause, clause.isTypeOnly, name, named) : undefined;
}
