/** What was given up: how many signals, and why ("queue full", "status 403"). */
export interface DroppedFeedback {
  count: number;
  reason: string;
}

export interface TriageOptions {
  /** The address of the console, such as "https://console.example". */
  endpoint: string;
  /** A browser key: it may send feedback from the origins that are listed for it, and nothing else. */
  key: string;
  /** A pseudonym of the user. */
  userId?: string;
  /** Is called when signals are dropped. */
  onDrop?: (dropped: DroppedFeedback) => void;
}

/** What feedback is about: an interaction, or a task of a workflow. */
export type AnswerId = string | { workflow: string; taskId: string };

/** Feedback about one answer. Every call returns at once and never throws because of the console. */
export interface AnswerFeedback {
  thumbs(up: boolean, comment?: string): void;
  /** Names with "rating" have the scale 1 to 5, others the one that the workflow declares. */
  rate(value: number, comment?: string, name?: string): void;
  comment(text: string): void;
  /** Sends the edit distance, 0 to 1, not the texts. */
  edited(before: string, after: string): void;
  copied(): void;
  accepted(): void;
  escalated(): void;
  retried(): void;
  clicked(documentId: string): void;
  /** Any other signal. */
  signal(name: string, value?: number | boolean | string, more?: { feedback_type?: string; comment?: string; role?: string; id?: string }): void;
  /** The user left without an action. `watch` calls it when the page is closed. */
  left(): void;
  /** Observes the element that shows the answer, and the field in which the user edits it. Returns a function that ends this. */
  watch(element: Element, options?: { editor?: HTMLElement }): () => void;
}

export interface Triage {
  answer(of: AnswerId): AnswerFeedback;
  /** Sends what waits, now. */
  flush(): Promise<void>;
  readonly stats: { sent: number; dropped: number };
}

export function createTriage(options: TriageOptions): Triage;

/** The share of a text that was changed, 0 to 1. */
export function editDistance(before: string, after: string): number;
