import type { Admit } from '../../local/aws/admission.ts';

const admitAll: Admit = async () => ({ admitted: true });

/** An admission for a local cloud that many tests share: it admits all calls, except while a test decides. */
export function admissionForAWhile() {
  let current = admitAll;
  return {
    admit: ((call) => current(call)) satisfies Admit,
    /** Decides about every call to a service while some work runs. */
    async whileAdmitting<T>(decide: Admit, work: () => Promise<T>): Promise<T> {
      current = decide;
      try {
        return await work();
      } finally {
        current = admitAll;
      }
    },
  };
}
