import type { Row } from "../store/snapshot.ts";
import { html, type Markup } from "./html.ts";

/** The head of a column, which sorts its table. */
export const sortHead = (heading: string): Markup =>
  html`<th scope="col"><button type="button" class="sort">${heading}</button></th>`;

/** A cell; where its text is more than its number, with the number that it is sorted by. */
export const valueCell = (value: Row[string], text: string): Markup =>
  typeof value === "number" && String(value) !== text
    ? html`<td data-value="${Number(value.toPrecision(6))}">${text}</td>`
    : html`<td>${text}</td>`;
