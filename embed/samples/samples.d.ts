/** The origin of Latchkey, which the build puts in. */
declare const LATCHKEY: string;

declare module "*.vue" {
  import type { Component } from "vue";
  const component: Component;
  export default component;
}
