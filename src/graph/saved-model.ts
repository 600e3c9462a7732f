import protobuf from 'protobufjs';

/**
 * The part of TensorFlow's protocol buffers (tensorflow/core/framework and protobuf) that graphs here are written in.
 * Field names are in camel case, as protobufjs has them.
 */
const SCHEMA = `
syntax = "proto3";
package tensorflow;

message TensorShapeProto { message Dim { int64 size = 1; } repeated Dim dim = 2; }
message TensorProto { int32 dtype = 1; TensorShapeProto tensor_shape = 2; bytes tensor_content = 4; }
message NameAttrList { string name = 1; }
message AttrValue {
  message ListValue { repeated int64 i = 3 [packed = true]; repeated int32 type = 6 [packed = true]; repeated bytes s = 2; }
  oneof value {
    ListValue list = 1;
    bytes s = 2;
    int64 i = 3;
    float f = 4;
    bool b = 5;
    int32 type = 6;
    TensorShapeProto shape = 7;
    TensorProto tensor = 8;
    NameAttrList func = 10;
  }
}
message NodeDef { string name = 1; string op = 2; repeated string input = 3; map<string, AttrValue> attr = 5; }
message ArgDef { string name = 1; int32 type = 3; }
message OpDef {
  string name = 1;
  repeated ArgDef input_arg = 2;
  repeated ArgDef output_arg = 3;
  bool is_stateful = 17;
  repeated string control_output = 20;
}
message FunctionDef {
  OpDef signature = 1;
  repeated NodeDef node_def = 3;
  map<string, string> ret = 4;
  map<string, AttrValue> attr = 5;
  map<string, string> control_ret = 6;
}
message FunctionDefLibrary { repeated FunctionDef function = 1; }
message VersionDef { int32 producer = 1; }
message GraphDef { repeated NodeDef node = 1; FunctionDefLibrary library = 2; VersionDef versions = 4; }
message MetaInfoDef { repeated string tags = 4; }
message MetaGraphDef { MetaInfoDef meta_info_def = 1; GraphDef graph_def = 2; }
message SavedModel { int64 saved_model_schema_version = 1; repeated MetaGraphDef meta_graphs = 2; }

message RewriterConfig { bool disable_meta_optimizer = 19; }
message GraphOptions { RewriterConfig rewrite_options = 10; }
message ConfigProto { GraphOptions graph_options = 10; }
`;

const types = protobuf.parse(SCHEMA).root;

/** The tag by which the graph is loaded. */
export const TAG = 'serve';

/** TensorFlow's element types by number (types.proto). */
export const DATA_TYPES = { float32: 1, int32: 3, uint8: 4, bool: 10, resource: 20 } as const;
export type DataType = keyof typeof DATA_TYPES;

/** An attribute as protobufjs takes it: one field of AttrValue. */
export type AttributeMessage =
  | { readonly type: number }
  | { readonly i: number }
  | { readonly f: number }
  | { readonly b: boolean }
  | { readonly s: Uint8Array }
  | { readonly shape: ShapeMessage }
  | { readonly list: { readonly i?: readonly number[]; readonly type?: readonly number[]; readonly s?: readonly Uint8Array[] } }
  | { readonly tensor: { readonly dtype: number; readonly tensorShape: ShapeMessage; readonly tensorContent: Uint8Array } }
  | { readonly func: { readonly name: string } };

export interface ShapeMessage {
  readonly dim: readonly { readonly size: number }[];
}

export function shapeMessage(shape: readonly number[]): ShapeMessage {
  return { dim: shape.map((size) => ({ size })) };
}

/** A node; inputs are `name`, `name:output` or, in a function, `name:output name:index`; `^name` is a control input. */
export interface NodeMessage {
  readonly name: string;
  readonly op: string;
  readonly input: readonly string[];
  readonly attr: Readonly<Record<string, AttributeMessage>>;
}

interface ArgumentMessage {
  readonly name: string;
  readonly type: number;
}

export interface FunctionMessage {
  readonly signature: {
    readonly name: string;
    readonly inputArg: readonly ArgumentMessage[];
    readonly outputArg: readonly ArgumentMessage[];
    readonly isStateful: boolean;
    readonly controlOutput: readonly string[];
  };
  readonly nodeDef: readonly NodeMessage[];
  readonly ret: Readonly<Record<string, string>>;
  readonly attr: Readonly<Record<string, AttributeMessage>>;
  readonly controlRet: Readonly<Record<string, string>>;
}

/** Version of the graph format (versions.proto) whose meaning of operations is used here; TensorFlow 2.12 and later read it. */
const PRODUCER = 1087;

/** The bytes of a SavedModel with one graph. */
export function encodeSavedModel(nodes: readonly NodeMessage[], functions: readonly FunctionMessage[]): Uint8Array {
  const graphDef = { node: nodes, library: { function: functions }, versions: { producer: PRODUCER } };
  return encode('SavedModel', { savedModelSchemaVersion: 1, metaGraphs: [{ metaInfoDef: { tags: [TAG] }, graphDef }] });
}

function encode(type: string, message: object): Uint8Array {
  return types.lookupType(`tensorflow.${type}`).encode(message).finish();
}

/** A session's configuration by which TensorFlow runs a function as it is written. */
export const UNCHANGED = encode('ConfigProto', { graphOptions: { rewriteOptions: { disableMetaOptimizer: true } } });
