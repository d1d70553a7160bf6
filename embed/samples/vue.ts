// Vue 3: the page is in Page.vue.
import { createApp } from "vue";
import Page from "./Page.vue";

createApp(Page).mount("#page");
