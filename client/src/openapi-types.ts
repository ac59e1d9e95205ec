// SHA-256 of docs/openapi.json: 560b6e9d6ce3466a07e02aa7f0fac61c891d50b504e37f7e2d04fbcd9d6907d2
export interface paths {
    "/misps": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List MISPs, all or by status, expiry or name
         * @description Lists MISPs with their licences, page by page: all of them, or those that match one filter. The list reads an index that lags behind changes, usually by less than a second. A page without `limit` may not be the whole list: check `metadata.nextCursor`.
         *
         *     Needs the right `read`.
         */
        get: operations["list-misps"];
        put?: never;
        /**
         * Register a MISP
         * @description Registers a MISP: active, and waiting for its approval. It has no licence until somebody approves it. The name must be free. The field `name` can replace `organizationName`.
         *
         *     Needs the right `register`.
         */
        post: operations["register-misp"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/misps/{mispId}/status": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Approve or reject a MISP
         * @description Approves a MISP and issues its licence in one step, or rejects it and switches all its licences off. An approval needs an active MISP. It issues a new licence each time: no old one comes back.
         *
         *     Needs the right `approve`.
         */
        patch: operations["process-misp-status"];
        trace?: never;
    };
    "/misps/{mispId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Update the profile of a MISP
         * @description Replaces name, phone number, e-mail address and postal address. The new name must be free, and the old one becomes free. The field `organizationName` can replace `name`, and `emailID` can replace `emailId`. So you can send the answer back as a request.
         *
         *     Needs the right `register`.
         */
        put: operations["update-misp"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Activate or de-activate a MISP
         * @description Activates or de-activates a MISP. De-activating stops all its licences at once. Activating brings back those whose switch is on. Neither changes a switch. A MISP that already has the status stays as it is, and the answer is a success.
         *
         *     Needs the right `operate`.
         */
        patch: operations["update-misp-status"];
        trace?: never;
    };
    "/misps/{mispId}/licenseKey": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Download the licence key of a MISP, renewed when it has expired
         * @description Gives the licence key of an approved and active MISP. If several work, it gives the one that expires last. **This GET can issue a licence**: if the licence issued last is switched on and has expired, and none works, it is renewed. A licence that somebody switched off is never replaced.
         *
         *     Needs the right `keys`.
         */
        get: operations["download-license-key"];
        /**
         * Switch a licence key on or off
         * @description Switches a licence key on or off, whatever the state of its MISP. An expired licence cannot be switched on. `licenseKeyHash` can replace the key, so that a person who may not see a key can revoke it.
         *
         *     Needs the right `operate`.
         */
        put: operations["update-license-key-status"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Validate a licence key
         * @description Says whether a licence key works now. **Decide only by `isActive` or by `reason`.** A key that does not work is still a success: `isValid`, `valid` and `message` say that a revoked key is valid. Nothing is cached. Once a revocation is answered, no later validation says active.
         *
         *     Needs the right `validate`.
         */
        patch: operations["validate-license-key"];
        trace?: never;
    };
    "/misps/mispId/{mispId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a MISP with its licences
         * @description Shows a MISP with all its licences, in its current state: this read does not lag.
         *
         *     Needs the right `read`.
         */
        get: operations["get-misp"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/misps/name/{orgName}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Find MISPs by the beginning of their name
         * @description Finds the MISPs whose name starts with a text, in the order of the name. The list reads an index that lags behind changes, usually by less than a second. A page without `limit` may not be the whole list: check `metadata.nextCursor`. A name with / or ? cannot be searched by path: the filter `name` of the list finds it.
         *
         *     Needs the right `read`.
         */
        get: operations["find-misps-by-name"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/misps/{mispId}/licenseKey/rotate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Issue a new licence key, and end those that work when an overlap is over
         * @description Issues a new licence key. The keys that work expire after an overlap. With `overlapSeconds: 0` they expire now and are switched off as well: do this if a key has leaked. **A repeat issues another key**: send an `Idempotency-Key` or `If-Match`. The MISP must be approved and active.
         *
         *     Needs the right `keys`.
         */
        post: operations["rotate-license-key"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/misps/{mispId}/licenseKey/validity": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Set the expiry of a licence that has not expired
         * @description Sets the expiry of one licence, earlier or later than before, whatever the state of its MISP and of its switch. An expired licence cannot get another expiry. To stop a licence now, switch it off. Name the licence by `mispLicenseKey`, by `licenseKeyHash`, or by both.
         *
         *     Needs the right `operate`.
         */
        put: operations["change-license-validity"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /** @description One thing that went wrong. */
        Error: {
            /**
             * @description The code, of the generation that the deployment uses: 1.1.4 or 1.0.
             * @example PMS_MSP_005
             */
            errorCode: string;
            /** @description Exactly the text that MOSIP's clients know. */
            message: string;
        };
        /** @description Where the next page of a list begins. */
        NextPage: {
            /** @description The `cursor` for the next page. It is opaque to callers. */
            nextCursor: string;
        };
        /** @description The answer to a request that was refused or failed. */
        ErrorAnswer: {
            /** @description `id` of the request; null if it has none, and on a GET. */
            id: string | null;
            /** @description `version` of the request, not that of the MISP; null if it has none, and on a GET. */
            version: string | null;
            /**
             * Format: date-time
             * @description When the answer was made, UTC.
             * @example 2026-03-03T10:20:30.456Z
             */
            responsetime: string;
            /** @description Null today. */
            metadata: Record<string, never> | null;
            /** @description Null. */
            response: Record<string, never> | null;
            /** @description What went wrong. If several fields are bad, each has an entry. */
            errors: components["schemas"]["Error"][];
        };
        /** @description What is wrong with one place of a request. */
        RequestFault: {
            /**
             * @description The code of this fault.
             * @example PMS_COR_001
             */
            code: string;
            /**
             * @description JSON pointer (RFC 6901) into the body, empty for the body as a whole. For a query parameter or a header it is / and the name.
             * @example /request/emailId
             * @example /limit
             * @example
             */
            pointer: string;
            /**
             * @description The first problem there.
             * @enum {string}
             */
            reason: "missing" | "blank" | "too-long" | "wrong-type" | "not-allowed" | "out-of-range" | "too-large" | "wrong-content-type" | "not-utf-8" | "too-many-values" | "not-json";
        };
        /** @description An RFC 9457 error, for callers that prefer `application/problem+json`. */
        Problem: {
            /**
             * Format: uri
             * @description Names the case, the same for both generations of codes.
             * @example urn:mosip:pms:misp:unknown-misp
             */
            type: string;
            /** @description A short text for the case, always the same. */
            title: string;
            /** @description The HTTP status. */
            status: number;
            /** @description The message of the first error. */
            detail: string;
            /**
             * @description The code of the error.
             * @example PMS_MSP_005
             */
            code: string;
            /** @description As in the header `apigw-requestid` and in the audit records. */
            requestId: string;
            /** @description What is wrong with the form of the request; empty for all other errors. */
            errors: components["schemas"]["RequestFault"][];
        };
        /** @description The gateway's own answer, without an envelope: the request reached no operation. */
        GatewayMessage: {
            /** @description The text of the HTTP status, or a similar one. */
            message: string;
        };
        /** @description A MISP, a MOSIP Infrastructure Service Provider. */
        Misp: {
            /** @description Whether the MISP is active. This is not its approval status: see `status_code`. */
            isActive: boolean;
            /**
             * @description The user id of its creator.
             * @example ada-7
             */
            createdBy: string;
            /**
             * @description When it was created. UTC, without a zone: append `Z` before you parse it.
             * @example 2026-03-01T10:20:30.456
             */
            createdDateTime: string;
            /** @description The user id of the last caller who changed it; null if nobody has. */
            updatedBy: string | null;
            /**
             * @description When it was last changed; null if it never was. UTC, without a zone: append `Z` before you parse it.
             * @example 2026-03-01T10:20:30.456
             */
            updatedDateTime: string | null;
            /** @description Always null, because nothing is deleted. MOSIP's clients know the field. */
            isDeleted: boolean | null;
            /** @description Always null, because nothing is deleted. MOSIP's clients know the field. */
            deletedDateTime: string | null;
            /**
             * @description The same as `id`. One client of MOSIP reads this spelling.
             * @example 100
             */
            ID: string;
            /**
             * @description The id of the MISP.
             * @example 100
             */
            id: string;
            /**
             * @description The name of the organization, as it was sent.
             * @example Celltel
             */
            name: string;
            /**
             * @description The postal address.
             * @example 1 Main Street, Springfield
             */
            address: string;
            /**
             * @description The phone number.
             * @example +91 98450 12345
             */
            contactNumber: string;
            /**
             * @description The e-mail address.
             * @example info@celltel.com
             */
            emailId: string;
            /**
             * @description The user id of the caller who registered the MISP.
             * @example ada-7
             */
            userID: string;
            /**
             * @description The approval status of the MISP. `Inprogress` means that nobody has approved or rejected it yet.
             * @enum {string}
             */
            status_code: "Inprogress" | "approved" | "rejected";
            /** @description The version of the MISP. Every change of the MISP or of one of its licences raises it by one. The header `ETag` shows it too, and `If-Match` takes it. */
            version: number;
        };
        /** @description A licence of a MISP. */
        License: {
            /** @description Whether the licence works if it has not expired: its switch is on, and its MISP is approved and active. **An expired licence can show true**: look at `validToDate`, or validate the key. */
            isActive: boolean;
            /**
             * @description The user id of its creator.
             * @example ada-7
             */
            createdBy: string;
            /**
             * @description When it was created. UTC, without a zone: append `Z` before you parse it.
             * @example 2026-03-01T10:20:30.456
             */
            createdDateTime: string;
            /** @description The user id of the last caller who changed it; null if nobody has. */
            updatedBy: string | null;
            /**
             * @description When it was last changed; null if it never was. UTC, without a zone: append `Z` before you parse it.
             * @example 2026-03-01T10:20:30.456
             */
            updatedDateTime: string | null;
            /** @description Always null, because nothing is deleted. MOSIP's clients know the field. */
            isDeleted: boolean | null;
            /** @description Always null, because nothing is deleted. MOSIP's clients know the field. */
            deletedDateTime: string | null;
            mispLicenseUniqueKey: components["schemas"]["LicenseUniqueKey"];
            /**
             * @description When the licence was issued. Nothing checks this time. UTC, without a zone: append `Z` before you parse it.
             * @example 2026-03-01T10:20:30.456
             */
            validFromDate: string;
            /**
             * @description The licence is expired from this time on. UTC, without a zone: append `Z` before you parse it.
             * @example 2026-03-01T10:20:30.456
             */
            validToDate: string;
            /**
             * @description SHA-256 of the licence key in lower-case hex. It identifies the licence in records and events, and is not a secret.
             * @example 6f9404771ec4185a95d3f3a475ea7884528b2ff104ddbd098ac2810d221a0ca6
             */
            licenseKeyHash: string;
        };
        /** @description The key of a licence, and the MISP that it belongs to. */
        LicenseUniqueKey: {
            /**
             * @description The id of the MISP.
             * @example 100
             */
            misp_id: string;
            /**
             * @description The licence key. If keys are masked, it is asterisks and the last four characters of the key. Keys are masked for callers without the right `keys`, and for all callers if the configuration says so.
             * @example ExampleLicenseKey000000000000000000000000000000000
             */
            license_key: string;
        };
        /** @description A licence that worked until a rotation ended it. */
        EndedLicense: {
            /**
             * @description SHA-256 of the licence key in lower-case hex. It identifies the licence in records and events, and is not a secret.
             * @example 6f9404771ec4185a95d3f3a475ea7884528b2ff104ddbd098ac2810d221a0ca6
             */
            licenseKeyHash: string;
            /**
             * @description The expiry that the rotation gave it, or its own if that is earlier. UTC, without a zone: append `Z` before you parse it.
             * @example 2026-03-01T10:20:30.456
             */
            validTo: string;
        };
        /** @description A MISP with all its licences. */
        MispWithLicenses: {
            misp: components["schemas"]["Misp"];
            /** @description Its licences, in the order in which they were issued. */
            misp_licenses: components["schemas"]["License"][];
        };
        /** @description A page of MISPs. After a cursor it can be empty. */
        MispPage: components["schemas"]["MispWithLicenses"][];
        /** @description The result of "Register a MISP". */
        RegisterMispResult: {
            /**
             * @description The activity status of the new MISP. This is not its approval status.
             * @constant
             */
            mispStatus: "Active";
            /**
             * @description The id of the MISP.
             * @example 100
             */
            mispID: string;
            /** @description The version of the MISP. Every change of the MISP or of one of its licences raises it by one. The header `ETag` shows it too, and `If-Match` takes it. */
            version: number;
        };
        /** @description The answer to "Register a MISP". */
        RegisterMispAnswer: {
            /** @description `id` of the request; null if it has none, and on a GET. */
            id: string | null;
            /** @description `version` of the request, not that of the MISP; null if it has none, and on a GET. */
            version: string | null;
            /**
             * Format: date-time
             * @description When the answer was made, UTC.
             * @example 2026-03-03T10:20:30.456Z
             */
            responsetime: string;
            /** @description Null today. */
            metadata: Record<string, never> | null;
            /** @description The result; null on an error. */
            response: components["schemas"]["RegisterMispResult"] | null;
            /** @description Empty on success. A business error is here, with HTTP status 200. */
            errors: components["schemas"]["Error"][];
        };
        /** @description The result of "Approve or reject a MISP". */
        ProcessMispStatusResult: {
            /**
             * @description The activity status of the MISP. This is not its approval status: see `mispStatusCode`.
             * @enum {string}
             */
            mispStatus: "Active" | "De-Active";
            /**
             * @description The new licence key; null after a rejection. Callers without the right `keys` see only its last four characters.
             * @example ExampleLicenseKey000000000000000000000000000000000
             */
            mispLicenseKey: string | null;
            /**
             * @description When the licence expires; null after a rejection. UTC, without a zone: append `Z` before you parse it.
             * @example 2026-03-01T10:20:30.456
             */
            mispLicenseKeyExpiry: string | null;
            /** @description The switch of the new licence; null after a rejection. */
            mispLicenseKeyStatus: "active" | null;
            /**
             * @description SHA-256 of the licence key in lower-case hex. It identifies the licence in records and events, and is not a secret. Null after a rejection.
             * @example 6f9404771ec4185a95d3f3a475ea7884528b2ff104ddbd098ac2810d221a0ca6
             */
            licenseKeyHash: string | null;
            /**
             * @description The id of the MISP.
             * @example 100
             */
            mispID: string;
            /**
             * @description The approval status of the MISP.
             * @enum {string}
             */
            mispStatusCode: "approved" | "rejected";
            /**
             * @description A text for people.
             * @enum {string}
             */
            message: "MISP approved successfully" | "MISP rejected successfully";
            /** @description The version of the MISP. Every change of the MISP or of one of its licences raises it by one. The header `ETag` shows it too, and `If-Match` takes it. */
            version: number;
        };
        /** @description The answer to "Approve or reject a MISP". */
        ProcessMispStatusAnswer: {
            /** @description `id` of the request; null if it has none, and on a GET. */
            id: string | null;
            /** @description `version` of the request, not that of the MISP; null if it has none, and on a GET. */
            version: string | null;
            /**
             * Format: date-time
             * @description When the answer was made, UTC.
             * @example 2026-03-03T10:20:30.456Z
             */
            responsetime: string;
            /** @description Null today. */
            metadata: Record<string, never> | null;
            /** @description The result; null on an error. */
            response: components["schemas"]["ProcessMispStatusResult"] | null;
            /** @description Empty on success. A business error is here, with HTTP status 200. */
            errors: components["schemas"]["Error"][];
        };
        /** @description The result of "Update the profile of a MISP". */
        UpdateMispResult: {
            /** @description The name, as it was sent. */
            name: string;
            /** @description The phone number. */
            contactNumber: string;
            /** @description The e-mail address. Note the capital D: requests and lists spell it `emailId`. */
            emailID: string;
            /** @description The postal address. */
            address: string;
            /**
             * @description The id of the MISP.
             * @example 100
             */
            mispID: string;
            /** @description The version of the MISP. Every change of the MISP or of one of its licences raises it by one. The header `ETag` shows it too, and `If-Match` takes it. */
            version: number;
        };
        /** @description The answer to "Update the profile of a MISP". */
        UpdateMispAnswer: {
            /** @description `id` of the request; null if it has none, and on a GET. */
            id: string | null;
            /** @description `version` of the request, not that of the MISP; null if it has none, and on a GET. */
            version: string | null;
            /**
             * Format: date-time
             * @description When the answer was made, UTC.
             * @example 2026-03-03T10:20:30.456Z
             */
            responsetime: string;
            /** @description Null today. */
            metadata: Record<string, never> | null;
            /** @description The result; null on an error. */
            response: components["schemas"]["UpdateMispResult"] | null;
            /** @description Empty on success. A business error is here, with HTTP status 200. */
            errors: components["schemas"]["Error"][];
        };
        /** @description The result of "Validate a licence key". */
        Verdict: {
            /** @description **Not the verdict.** A text for people. It also says "Valid" for a revoked key. */
            message: string;
            /**
             * @description The id of the MISP.
             * @example 100
             */
            misp_id: string;
            /** @description **The verdict**: whether the licence key works. */
            isActive: boolean;
            /** @description **Not the verdict.** It only says that the licence has not expired: it is true for a revoked key. */
            isValid: boolean;
            /**
             * @description The licence key, as the caller sent it, trimmed.
             * @example ExampleLicenseKey000000000000000000000000000000000
             */
            licenseKey: string;
            /**
             * @description When the licence was issued. Nothing checks this time. UTC, without a zone: append `Z` before you parse it.
             * @example 2026-03-01T10:20:30.456
             */
            validFrom: string;
            /**
             * @description The licence is expired from this time on. UTC, without a zone: append `Z` before you parse it.
             * @example 2026-03-01T10:20:30.456
             */
            validTo: string;
            /** @description **Not the verdict.** The same as `isValid`. One client of MOSIP reads this spelling. */
            valid: boolean;
            /** @description **The verdict**, the same as `isActive`. One client of MOSIP reads this spelling. */
            active: boolean;
            /**
             * @description Why the key works or does not. Only `VALID` means that it works. If several reasons apply, this is the first: `EXPIRED`, `MISP_REJECTED` (the MISP is not approved), `MISP_DEACTIVATED`, `LICENSE_DEACTIVATED` (its switch is off).
             * @enum {string}
             */
            reason: "EXPIRED" | "MISP_REJECTED" | "MISP_DEACTIVATED" | "LICENSE_DEACTIVATED" | "VALID";
            /**
             * @description SHA-256 of the licence key in lower-case hex. It identifies the licence in records and events, and is not a secret.
             * @example 6f9404771ec4185a95d3f3a475ea7884528b2ff104ddbd098ac2810d221a0ca6
             */
            licenseKeyHash: string;
            /** @description The version of the MISP. Every change of the MISP or of one of its licences raises it by one. The header `ETag` shows it too, and `If-Match` takes it. */
            version: number;
        };
        /** @description The answer to "Validate a licence key". */
        ValidateLicenseKeyAnswer: {
            /** @description `id` of the request; null if it has none, and on a GET. */
            id: string | null;
            /** @description `version` of the request, not that of the MISP; null if it has none, and on a GET. */
            version: string | null;
            /**
             * Format: date-time
             * @description When the answer was made, UTC.
             * @example 2026-03-03T10:20:30.456Z
             */
            responsetime: string;
            /** @description Null today. */
            metadata: Record<string, never> | null;
            /** @description The result; null on an error. */
            response: components["schemas"]["Verdict"] | null;
            /** @description Empty on success. A business error is here, with HTTP status 200. */
            errors: components["schemas"]["Error"][];
        };
        /** @description The result of "Activate or de-activate a MISP". */
        UpdateMispStatusResult: {
            /**
             * @description Which of the two was done. The spelling is what MOSIP's clients know.
             * @enum {string}
             */
            message: "MISP actived successfully" | "MISP de-actived successfully";
            /** @description The version of the MISP. Every change of the MISP or of one of its licences raises it by one. The header `ETag` shows it too, and `If-Match` takes it. */
            version: number;
        };
        /** @description The answer to "Activate or de-activate a MISP". */
        UpdateMispStatusAnswer: {
            /** @description `id` of the request; null if it has none, and on a GET. */
            id: string | null;
            /** @description `version` of the request, not that of the MISP; null if it has none, and on a GET. */
            version: string | null;
            /**
             * Format: date-time
             * @description When the answer was made, UTC.
             * @example 2026-03-03T10:20:30.456Z
             */
            responsetime: string;
            /** @description Null today. */
            metadata: Record<string, never> | null;
            /** @description The result; null on an error. */
            response: components["schemas"]["UpdateMispStatusResult"] | null;
            /** @description Empty on success. A business error is here, with HTTP status 200. */
            errors: components["schemas"]["Error"][];
        };
        /** @description The result of "Switch a licence key on or off". */
        UpdateLicenseKeyStatusResult: {
            /**
             * @description The caller's own word, in the same case. `Active` does not mean that the key works: validate it.
             * @example Active
             * @example De-active
             */
            mispLicenseKeyStatus: string;
            /** @description The version of the MISP. Every change of the MISP or of one of its licences raises it by one. The header `ETag` shows it too, and `If-Match` takes it. */
            version: number;
        };
        /** @description The answer to "Switch a licence key on or off". */
        UpdateLicenseKeyStatusAnswer: {
            /** @description `id` of the request; null if it has none, and on a GET. */
            id: string | null;
            /** @description `version` of the request, not that of the MISP; null if it has none, and on a GET. */
            version: string | null;
            /**
             * Format: date-time
             * @description When the answer was made, UTC.
             * @example 2026-03-03T10:20:30.456Z
             */
            responsetime: string;
            /** @description Null today. */
            metadata: Record<string, never> | null;
            /** @description The result; null on an error. */
            response: components["schemas"]["UpdateLicenseKeyStatusResult"] | null;
            /** @description Empty on success. A business error is here, with HTTP status 200. */
            errors: components["schemas"]["Error"][];
        };
        /** @description The answer to "List MISPs, all or by status, expiry or name". */
        ListMispsAnswer: {
            /** @description `id` of the request; null if it has none, and on a GET. */
            id: string | null;
            /** @description `version` of the request, not that of the MISP; null if it has none, and on a GET. */
            version: string | null;
            /**
             * Format: date-time
             * @description When the answer was made, UTC.
             * @example 2026-03-03T10:20:30.456Z
             */
            responsetime: string;
            /** @description Present when there may be more; null on the last page. */
            metadata: components["schemas"]["NextPage"] | null;
            /** @description The result; null on an error. */
            response: components["schemas"]["MispPage"] | null;
            /** @description Empty on success. A business error is here, with HTTP status 200. */
            errors: components["schemas"]["Error"][];
        };
        /** @description The result of "Get a MISP with its licences". */
        MispDetails: {
            misp: components["schemas"]["Misp"];
            /** @description Its licences, in the order in which they were issued. */
            misp_licenses: components["schemas"]["License"][];
            /** @description The version of the MISP. Every change of the MISP or of one of its licences raises it by one. The header `ETag` shows it too, and `If-Match` takes it. */
            version: number;
        };
        /** @description The answer to "Get a MISP with its licences". */
        GetMispAnswer: {
            /** @description `id` of the request; null if it has none, and on a GET. */
            id: string | null;
            /** @description `version` of the request, not that of the MISP; null if it has none, and on a GET. */
            version: string | null;
            /**
             * Format: date-time
             * @description When the answer was made, UTC.
             * @example 2026-03-03T10:20:30.456Z
             */
            responsetime: string;
            /** @description Null today. */
            metadata: Record<string, never> | null;
            /** @description The result; null on an error. */
            response: components["schemas"]["MispDetails"] | null;
            /** @description Empty on success. A business error is here, with HTTP status 200. */
            errors: components["schemas"]["Error"][];
        };
        /** @description The answer to "Find MISPs by the beginning of their name". */
        FindMispsByNameAnswer: {
            /** @description `id` of the request; null if it has none, and on a GET. */
            id: string | null;
            /** @description `version` of the request, not that of the MISP; null if it has none, and on a GET. */
            version: string | null;
            /**
             * Format: date-time
             * @description When the answer was made, UTC.
             * @example 2026-03-03T10:20:30.456Z
             */
            responsetime: string;
            /** @description Present when there may be more; null on the last page. */
            metadata: components["schemas"]["NextPage"] | null;
            /** @description The result; null on an error. */
            response: components["schemas"]["MispPage"] | null;
            /** @description Empty on success. A business error is here, with HTTP status 200. */
            errors: components["schemas"]["Error"][];
        };
        /** @description The result of "Download the licence key of a MISP, renewed when it has expired". */
        DownloadLicenseKeyResult: {
            /**
             * @description The licence key.
             * @example ExampleLicenseKey000000000000000000000000000000000
             */
            licenseKey: string;
            /**
             * Format: date
             * @description The day in UTC on which the licence expires. `validTo` has the time.
             * @example 2026-05-31
             */
            licenseKeyExpiry: string;
            /**
             * @description Always Active: only a key that works is given.
             * @constant
             */
            licenseKeyStatus: "Active";
            /**
             * @description SHA-256 of the licence key in lower-case hex. It identifies the licence in records and events, and is not a secret.
             * @example 6f9404771ec4185a95d3f3a475ea7884528b2ff104ddbd098ac2810d221a0ca6
             */
            licenseKeyHash: string;
            /**
             * @description The licence is expired from this time on. UTC, without a zone: append `Z` before you parse it.
             * @example 2026-03-01T10:20:30.456
             */
            validTo: string;
            /** @description The version of the MISP. Every change of the MISP or of one of its licences raises it by one. The header `ETag` shows it too, and `If-Match` takes it. */
            version: number;
        };
        /** @description The answer to "Download the licence key of a MISP, renewed when it has expired". */
        DownloadLicenseKeyAnswer: {
            /** @description `id` of the request; null if it has none, and on a GET. */
            id: string | null;
            /** @description `version` of the request, not that of the MISP; null if it has none, and on a GET. */
            version: string | null;
            /**
             * Format: date-time
             * @description When the answer was made, UTC.
             * @example 2026-03-03T10:20:30.456Z
             */
            responsetime: string;
            /** @description Null today. */
            metadata: Record<string, never> | null;
            /** @description The result; null on an error. */
            response: components["schemas"]["DownloadLicenseKeyResult"] | null;
            /** @description Empty on success. A business error is here, with HTTP status 200. */
            errors: components["schemas"]["Error"][];
        };
        /** @description The result of "Issue a new licence key, and end those that work when an overlap is over". */
        RotateLicenseKeyResult: {
            /**
             * @description The new licence key.
             * @example ExampleLicenseKey000000000000000000000000000000000
             */
            licenseKey: string;
            /**
             * @description SHA-256 of the licence key in lower-case hex. It identifies the licence in records and events, and is not a secret.
             * @example 6f9404771ec4185a95d3f3a475ea7884528b2ff104ddbd098ac2810d221a0ca6
             */
            licenseKeyHash: string;
            /**
             * @description When the new licence was issued. UTC, without a zone: append `Z` before you parse it.
             * @example 2026-03-01T10:20:30.456
             */
            validFrom: string;
            /**
             * @description The new licence is expired from this time on. UTC, without a zone: append `Z` before you parse it.
             * @example 2026-03-01T10:20:30.456
             */
            validTo: string;
            /** @description The version of the MISP. Every change of the MISP or of one of its licences raises it by one. The header `ETag` shows it too, and `If-Match` takes it. */
            version: number;
            /** @description The licences that worked until now, each with its expiry. */
            earlier: components["schemas"]["EndedLicense"][];
        };
        /** @description The answer to "Issue a new licence key, and end those that work when an overlap is over". */
        RotateLicenseKeyAnswer: {
            /** @description `id` of the request; null if it has none, and on a GET. */
            id: string | null;
            /** @description `version` of the request, not that of the MISP; null if it has none, and on a GET. */
            version: string | null;
            /**
             * Format: date-time
             * @description When the answer was made, UTC.
             * @example 2026-03-03T10:20:30.456Z
             */
            responsetime: string;
            /** @description Null today. */
            metadata: Record<string, never> | null;
            /** @description The result; null on an error. */
            response: components["schemas"]["RotateLicenseKeyResult"] | null;
            /** @description Empty on success. A business error is here, with HTTP status 200. */
            errors: components["schemas"]["Error"][];
        };
        /** @description The result of "Set the expiry of a licence that has not expired". */
        ChangeLicenseValidityResult: {
            /**
             * @description SHA-256 of the licence key in lower-case hex. It identifies the licence in records and events, and is not a secret.
             * @example 6f9404771ec4185a95d3f3a475ea7884528b2ff104ddbd098ac2810d221a0ca6
             */
            licenseKeyHash: string;
            /**
             * @description When the licence was issued. UTC, without a zone: append `Z` before you parse it.
             * @example 2026-03-01T10:20:30.456
             */
            validFrom: string;
            /**
             * @description The licence is expired from this time on. UTC, without a zone: append `Z` before you parse it.
             * @example 2026-03-01T10:20:30.456
             */
            validTo: string;
            /** @description The version of the MISP. Every change of the MISP or of one of its licences raises it by one. The header `ETag` shows it too, and `If-Match` takes it. */
            version: number;
        };
        /** @description The answer to "Set the expiry of a licence that has not expired". */
        ChangeLicenseValidityAnswer: {
            /** @description `id` of the request; null if it has none, and on a GET. */
            id: string | null;
            /** @description `version` of the request, not that of the MISP; null if it has none, and on a GET. */
            version: string | null;
            /**
             * Format: date-time
             * @description When the answer was made, UTC.
             * @example 2026-03-03T10:20:30.456Z
             */
            responsetime: string;
            /** @description Null today. */
            metadata: Record<string, never> | null;
            /** @description The result; null on an error. */
            response: components["schemas"]["ChangeLicenseValidityResult"] | null;
            /** @description Empty on success. A business error is here, with HTTP status 200. */
            errors: components["schemas"]["Error"][];
        };
        RegisterMispFields: {
            /** @description The name of the organization. No two MISPs share one: case, white space and invisible characters make no difference. */
            organizationName: string;
            /** @description A phone number. Any text: it is stored and shown as sent. */
            contactNumber: string;
            /**
             * Format: email
             * @description An e-mail address in ASCII. White space around it does not count. If it is not well-formed, the answer is PMS_MSP_401.
             */
            emailId: string;
            /** @description A postal address. It may have several lines. */
            address: string;
        };
        RegisterMispFieldsByName: {
            /** @description The name of the organization. No two MISPs share one: case, white space and invisible characters make no difference. */
            name: string;
            /** @description A phone number. Any text: it is stored and shown as sent. */
            contactNumber: string;
            /**
             * Format: email
             * @description An e-mail address in ASCII. White space around it does not count. If it is not well-formed, the answer is PMS_MSP_401.
             */
            emailId: string;
            /** @description A postal address. It may have several lines. */
            address: string;
        };
        RegisterMispRequest: {
            /** @description `id` of the answer repeats it. */
            id?: string | null;
            /** @description `version` of the answer repeats it. */
            version?: string | null;
            /** @description Not read. */
            requesttime?: string | null;
            /** @description Not read. */
            metadata?: unknown;
            request: components["schemas"]["RegisterMispFields"] | components["schemas"]["RegisterMispFieldsByName"];
        };
        ProcessMispStatusFields: {
            /**
             * @description The decision. Case does not matter.
             * @enum {string}
             */
            mispStatus: "approved" | "rejected";
        };
        ProcessMispStatusRequest: {
            /** @description `id` of the answer repeats it. */
            id?: string | null;
            /** @description `version` of the answer repeats it. */
            version?: string | null;
            /** @description Not read. */
            requesttime?: string | null;
            /** @description Not read. */
            metadata?: unknown;
            request: components["schemas"]["ProcessMispStatusFields"];
        };
        UpdateMispFields: {
            /** @description The name of the organization. No two MISPs share one: case, white space and invisible characters make no difference. */
            name: string;
            /** @description A phone number. Any text: it is stored and shown as sent. */
            contactNumber: string;
            /**
             * Format: email
             * @description An e-mail address in ASCII. White space around it does not count. If it is not well-formed, the answer is PMS_MSP_401.
             */
            emailId: string;
            /** @description A postal address. It may have several lines. */
            address: string;
        };
        UpdateMispFieldsByOrganizationName: {
            /** @description The name of the organization. No two MISPs share one: case, white space and invisible characters make no difference. */
            organizationName: string;
            /** @description A phone number. Any text: it is stored and shown as sent. */
            contactNumber: string;
            /**
             * Format: email
             * @description An e-mail address in ASCII. White space around it does not count. If it is not well-formed, the answer is PMS_MSP_401.
             */
            emailId: string;
            /** @description A postal address. It may have several lines. */
            address: string;
        };
        UpdateMispFieldsByEmailID: {
            /** @description The name of the organization. No two MISPs share one: case, white space and invisible characters make no difference. */
            name: string;
            /** @description A phone number. Any text: it is stored and shown as sent. */
            contactNumber: string;
            /**
             * Format: email
             * @description An e-mail address in ASCII. White space around it does not count. If it is not well-formed, the answer is PMS_MSP_401.
             */
            emailID: string;
            /** @description A postal address. It may have several lines. */
            address: string;
        };
        UpdateMispFieldsByOrganizationNameAndEmailID: {
            /** @description The name of the organization. No two MISPs share one: case, white space and invisible characters make no difference. */
            organizationName: string;
            /** @description A phone number. Any text: it is stored and shown as sent. */
            contactNumber: string;
            /**
             * Format: email
             * @description An e-mail address in ASCII. White space around it does not count. If it is not well-formed, the answer is PMS_MSP_401.
             */
            emailID: string;
            /** @description A postal address. It may have several lines. */
            address: string;
        };
        UpdateMispRequest: {
            /** @description `id` of the answer repeats it. */
            id?: string | null;
            /** @description `version` of the answer repeats it. */
            version?: string | null;
            /** @description Not read. */
            requesttime?: string | null;
            /** @description Not read. */
            metadata?: unknown;
            request: components["schemas"]["UpdateMispFields"] | components["schemas"]["UpdateMispFieldsByOrganizationName"] | components["schemas"]["UpdateMispFieldsByEmailID"] | components["schemas"]["UpdateMispFieldsByOrganizationNameAndEmailID"];
        };
        ValidateLicenseKeyFields: {
            /** @description The licence key. White space around it does not count. */
            mispLicenseKey: string;
        };
        ValidateLicenseKeyRequest: {
            /** @description `id` of the answer repeats it. */
            id?: string | null;
            /** @description `version` of the answer repeats it. */
            version?: string | null;
            /** @description Not read. */
            requesttime?: string | null;
            /** @description Not read. */
            metadata?: unknown;
            request: components["schemas"]["ValidateLicenseKeyFields"];
        };
        UpdateMispStatusFields: {
            /**
             * @description The activity status. Case does not matter.
             * @enum {string}
             */
            mispStatus: "Active" | "De-active";
        };
        UpdateMispStatusRequest: {
            /** @description `id` of the answer repeats it. */
            id?: string | null;
            /** @description `version` of the answer repeats it. */
            version?: string | null;
            /** @description Not read. */
            requesttime?: string | null;
            /** @description Not read. */
            metadata?: unknown;
            request: components["schemas"]["UpdateMispStatusFields"];
        };
        UpdateLicenseKeyStatusFields: {
            /** @description The licence key. White space around it does not count. */
            mispLicenseKey: string;
            /** @description SHA-256 of the licence key in hex, instead of the key. If both fields are sent, both must name the same licence. */
            licenseKeyHash?: string;
            /**
             * @description The switch. Case does not matter.
             * @enum {string}
             */
            mispLicenseKeyStatus: "Active" | "De-active";
        };
        UpdateLicenseKeyStatusFieldsByLicenseKeyHash: {
            /** @description The licence key. White space around it does not count. */
            mispLicenseKey?: string;
            /** @description SHA-256 of the licence key in hex, instead of the key. If both fields are sent, both must name the same licence. */
            licenseKeyHash: string;
            /**
             * @description The switch. Case does not matter.
             * @enum {string}
             */
            mispLicenseKeyStatus: "Active" | "De-active";
        };
        UpdateLicenseKeyStatusRequest: {
            /** @description `id` of the answer repeats it. */
            id?: string | null;
            /** @description `version` of the answer repeats it. */
            version?: string | null;
            /** @description Not read. */
            requesttime?: string | null;
            /** @description Not read. */
            metadata?: unknown;
            request: components["schemas"]["UpdateLicenseKeyStatusFields"] | components["schemas"]["UpdateLicenseKeyStatusFieldsByLicenseKeyHash"];
        };
        RotateLicenseKeyFields: {
            /** @description How long the earlier keys keep working, in seconds. A key that expires sooner keeps its expiry. Required: no default suits both a leak and a planned change. */
            overlapSeconds: number;
            /** @description The expiry of the new licence. It must be in the future, by no more than the configuration allows. Without it the licence is valid as long as every new one. RFC 3339, cut to milliseconds; without a zone it is UTC. A day alone is refused. */
            validTo?: string;
        };
        RotateLicenseKeyRequest: {
            /** @description `id` of the answer repeats it. */
            id?: string | null;
            /** @description `version` of the answer repeats it. */
            version?: string | null;
            /** @description Not read. */
            requesttime?: string | null;
            /** @description Not read. */
            metadata?: unknown;
            request: components["schemas"]["RotateLicenseKeyFields"];
        };
        ChangeLicenseValidityFields: {
            /** @description The licence key. White space around it does not count. */
            mispLicenseKey: string;
            /** @description SHA-256 of the licence key in hex, instead of the key. If both fields are sent, both must name the same licence. */
            licenseKeyHash?: string;
            /** @description The new expiry. It must be in the future, by no more than the configuration allows. RFC 3339, cut to milliseconds; without a zone it is UTC. A day alone is refused. */
            validTo: string;
        };
        ChangeLicenseValidityFieldsByLicenseKeyHash: {
            /** @description The licence key. White space around it does not count. */
            mispLicenseKey?: string;
            /** @description SHA-256 of the licence key in hex, instead of the key. If both fields are sent, both must name the same licence. */
            licenseKeyHash: string;
            /** @description The new expiry. It must be in the future, by no more than the configuration allows. RFC 3339, cut to milliseconds; without a zone it is UTC. A day alone is refused. */
            validTo: string;
        };
        ChangeLicenseValidityRequest: {
            /** @description `id` of the answer repeats it. */
            id?: string | null;
            /** @description `version` of the answer repeats it. */
            version?: string | null;
            /** @description Not read. */
            requesttime?: string | null;
            /** @description Not read. */
            metadata?: unknown;
            request: components["schemas"]["ChangeLicenseValidityFields"] | components["schemas"]["ChangeLicenseValidityFieldsByLicenseKeyHash"];
        };
    };
    responses: {
        /** @description The request is not well-formed. PMS_COR_001: a field is missing, blank, too long, of the wrong type, out of range, or has characters that are not allowed. PMS_COR_002: the body cannot be read, or a parameter or a header is wrong. The answer lists every error. Nothing was done. */
        Malformed: {
            headers: {
                "apigw-requestid": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ErrorAnswer"] | components["schemas"]["GatewayMessage"];
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description KER-ATH-401: the token has expired; renew it and repeat the request. From the gateway: there is no token where one is required. With `tokenSource: cookie` and other cookies alone it is a 403. */
        Unauthorized: {
            headers: {
                "apigw-requestid": components["headers"]["RequestId"];
                "WWW-Authenticate": components["headers"]["Challenge"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ErrorAnswer"] | components["schemas"]["GatewayMessage"];
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description From the gateway: the body has over 10 MB. The service itself takes 64 KB, and answers 400 above that. */
        TooLarge: {
            headers: {
                "apigw-requestid": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["GatewayMessage"];
            };
        };
        /** @description From the gateway: there are too many requests. Nothing was done. Wait, and repeat the request. */
        TooManyRequests: {
            headers: {
                "apigw-requestid": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["GatewayMessage"];
            };
        };
        /** @description From the gateway: request line and headers together have over 10,240 bytes. */
        HeadersTooLarge: {
            headers: {
                "apigw-requestid": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["GatewayMessage"];
            };
        };
        /** @description PMS_COR_003: an unforeseen error. From the gateway: the function did not answer. A change may have been stored: see the retry headers. */
        Failed: {
            headers: {
                "apigw-requestid": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ErrorAnswer"] | components["schemas"]["GatewayMessage"];
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description PMS_COR_003: the store cannot be reached, or too many requests change the same MISP. Nothing was disclosed. Wait, and repeat the request. From the gateway: no function was free, or it took too long. */
        Unavailable: {
            headers: {
                "apigw-requestid": components["headers"]["RequestId"];
                "Retry-After": components["headers"]["RetryAfter"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ErrorAnswer"] | components["schemas"]["GatewayMessage"];
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description From the gateway: no answer came in time. A change may have been stored: repeat the request, with the same `Idempotency-Key`. */
        TimedOut: {
            headers: {
                "apigw-requestid": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["GatewayMessage"];
            };
        };
    };
    parameters: never;
    requestBodies: never;
    headers: {
        /**
         * @description The id of the request. Its audit records and its log lines have it too: quote it when you ask for help.
         * @example JKJaXmPLvHcESHA=
         */
        RequestId: string;
        /**
         * @description The version of the MISP, in quotes, for `If-Match`. A business error has none.
         * @example "3"
         */
        ETag: string;
        /** @description Present when this is the answer to an earlier request with the same `Idempotency-Key`. */
        IdempotencyReplayed: "true";
        /**
         * @description How many seconds to wait before a retry. The service sends it, the gateway does not.
         * @example 1
         */
        RetryAfter: number;
        /**
         * @description Present when the token has expired: renew it.
         * @example Bearer error="invalid_token"
         */
        Challenge: string;
    };
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    "list-misps": {
        parameters: {
            query?: {
                /** @description Only MISPs of this approval status, the oldest registration first. Case does not matter. One filter at a time: `status`, `expiringBefore` or `name`. */
                status?: "Inprogress" | "approved" | "rejected";
                /** @description Only MISPs that run out before this time, the soonest first. This includes MISPs that have already run out. A MISP runs out at the latest expiry of its licences that are switched on. A MISP that is not approved or not active does not run out. In a URL, the plus of an offset is %2B. Example: `2026-06-30T00:00:00Z`. One filter at a time: `status`, `expiringBefore` or `name`. RFC 3339, cut to milliseconds; without a zone it is UTC. A day alone is refused. */
                expiringBefore?: string;
                /** @description Only MISPs whose name starts with this text, in the order of the name. Unlike the search by path, this takes any character. In a URL, a plus is %2B. An empty text finds all MISPs. One filter at a time: `status`, `expiringBefore` or `name`. */
                name?: string;
                /** @description The newest registration first; without it the oldest. Use it alone, or together with `status`. Case does not matter. */
                order?: "newest";
                /**
                 * @description The most MISPs on the page. Without it the page ends at 1 MB of stored items: some 1,000 MISPs, far fewer if they have long texts or many licences.
                 * @example 1
                 */
                limit?: number;
                /** @description `metadata.nextCursor` of the previous page. A cursor belongs to its list: in another list it is a 400. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /**
             * @description Done, or one of these business errors in `errors`:
             *
             *     - PMS_MSP_409 or PMS_MSP_012 (Nothing found)
             */
            200: {
                headers: {
                    "apigw-requestid": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListMispsAnswer"];
                };
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthorized"];
            /**
             * @description - KER-ATH-403 (Right missing)
             *
             *     From the gateway: the token is not valid, or gives no right at all. A new token helps only if the signing key has been replaced.
             */
            403: {
                headers: {
                    "apigw-requestid": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"] | components["schemas"]["GatewayMessage"];
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description Only for callers that prefer problems:
             *
             *     - PMS_MSP_409 or PMS_MSP_012 (Nothing found)
             *
             *     From the gateway: there is no such path. Check the base path.
             */
            404: {
                headers: {
                    "apigw-requestid": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayMessage"];
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["Failed"];
            503: components["responses"]["Unavailable"];
            504: components["responses"]["TimedOut"];
        };
    };
    "register-misp": {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes it safe to repeat the request. For a day, a repeat with the same key gets the first answer, and does nothing. Use a new key, such as a UUID, for each thing that is to be done once. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        /** @description The fields in MOSIP's envelope. Only `request` must be there. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["RegisterMispRequest"];
            };
        };
        responses: {
            /**
             * @description Done, or one of these business errors in `errors`:
             *
             *     - PMS_MSP_402 or PMS_MSP_003 (Organization name already registered)
             *     - PMS_MSP_401 or PMS_MSP_004 (E-mail address not valid)
             */
            200: {
                headers: {
                    "apigw-requestid": components["headers"]["RequestId"];
                    ETag: components["headers"]["ETag"];
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RegisterMispAnswer"];
                };
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthorized"];
            /**
             * @description - KER-ATH-403 (Right missing)
             *
             *     From the gateway: the token is not valid, or gives no right at all. A new token helps only if the signing key has been replaced.
             */
            403: {
                headers: {
                    "apigw-requestid": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"] | components["schemas"]["GatewayMessage"];
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description From the gateway: there is no such path. Check the base path. */
            404: {
                headers: {
                    "apigw-requestid": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /**
             * @description Only for callers that prefer problems:
             *
             *     - PMS_MSP_402 or PMS_MSP_003 (Organization name already registered)
             */
            409: {
                headers: {
                    "apigw-requestid": components["headers"]["RequestId"];
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: components["responses"]["TooLarge"];
            /**
             * @description - PMS_MSP_903 (Idempotency key used for another request)
             *
             *     Only for callers that prefer problems:
             *
             *     - PMS_MSP_401 or PMS_MSP_004 (E-mail address not valid)
             */
            422: {
                headers: {
                    "apigw-requestid": components["headers"]["RequestId"];
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["Failed"];
            503: components["responses"]["Unavailable"];
            504: components["responses"]["TimedOut"];
        };
    };
    "process-misp-status": {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes it safe to repeat the request. For a day, a repeat with the same key gets the first answer, and does nothing. Use a new key, such as a UUID, for each thing that is to be done once. */
                "Idempotency-Key"?: string;
                /** @description The `ETag` of an earlier answer, such as `"3"`, a list of them, or `*`. If the MISP now has another version, nothing is changed: 412. */
                "If-Match"?: string;
            };
            path: {
                /**
                 * @description The id of the MISP. It has no run of 32 or more letters and digits, and none of nine or more digits. An id that breaks these rules belongs to no MISP, and is answered as unknown.
                 * @example 100
                 */
                mispId: string;
            };
            cookie?: never;
        };
        /** @description The fields in MOSIP's envelope. Only `request` must be there. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["ProcessMispStatusRequest"];
            };
        };
        responses: {
            /**
             * @description Done, or one of these business errors in `errors`:
             *
             *     - PMS_MSP_403 or PMS_MSP_015 (Approval status not known)
             *     - PMS_MSP_005 (MISP unknown)
             *     - PMS_MSP_404 or PMS_MSP_014 (MISP already in that approval status)
             *     - PMS_MSP_405 or PMS_MSP_1013 (MISP de-activated)
             *     - PMS_MSP_904 (Approval needs another person)
             *     - PMS_MSP_901 (MISP has too many licences)
             *     - PMS_MSP_406 or PMS_MSP_006 (Licence key unknown)
             *     - PMS_MSP_905 (MISP too large to change)
             */
            200: {
                headers: {
                    "apigw-requestid": components["headers"]["RequestId"];
                    ETag: components["headers"]["ETag"];
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProcessMispStatusAnswer"];
                };
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthorized"];
            /**
             * @description - KER-ATH-403 (Right missing)
             *
             *     Only for callers that prefer problems:
             *
             *     - PMS_MSP_904 (Approval needs another person)
             *
             *     From the gateway: the token is not valid, or gives no right at all. A new token helps only if the signing key has been replaced.
             */
            403: {
                headers: {
                    "apigw-requestid": components["headers"]["RequestId"];
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"] | components["schemas"]["GatewayMessage"];
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description Only for callers that prefer problems:
             *
             *     - PMS_MSP_005 (MISP unknown)
             *     - PMS_MSP_406 or PMS_MSP_006 (Licence key unknown)
             *
             *     From the gateway: there is no such path. Check the base path.
             */
            404: {
                headers: {
                    "apigw-requestid": components["headers"]["RequestId"];
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayMessage"];
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description Only for callers that prefer problems:
             *
             *     - PMS_MSP_404 or PMS_MSP_014 (MISP already in that approval status)
             *     - PMS_MSP_405 or PMS_MSP_1013 (MISP de-activated)
             *     - PMS_MSP_901 (MISP has too many licences)
             *     - PMS_MSP_905 (MISP too large to change)
             */
            409: {
                headers: {
                    "apigw-requestid": components["headers"]["RequestId"];
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - PMS_MSP_902 (MISP has changed) */
            412: {
                headers: {
                    "apigw-requestid": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: components["responses"]["TooLarge"];
            /**
             * @description - PMS_MSP_903 (Idempotency key used for another request)
             *
             *     Only for callers that prefer problems:
             *
             *     - PMS_MSP_403 or PMS_MSP_015 (Approval status not known)
             */
            422: {
                headers: {
                    "apigw-requestid": components["headers"]["RequestId"];
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["Failed"];
            503: components["responses"]["Unavailable"];
            504: components["responses"]["TimedOut"];
        };
    };
    "update-misp": {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes it safe to repeat the request. For a day, a repeat with the same key gets the first answer, and does nothing. Use a new key, such as a UUID, for each thing that is to be done once. */
                "Idempotency-Key"?: string;
                /** @description The `ETag` of an earlier answer, such as `"3"`, a list of them, or `*`. If the MISP now has another version, nothing is changed: 412. */
                "If-Match"?: string;
            };
            path: {
                /**
                 * @description The id of the MISP. It has no run of 32 or more letters and digits, and none of nine or more digits. An id that breaks these rules belongs to no MISP, and is answered as unknown.
                 * @example 100
                 */
                mispId: string;
            };
            cookie?: never;
        };
        /** @description The fields in MOSIP's envelope. Only `request` must be there. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["UpdateMispRequest"];
            };
        };
        responses: {
            /**
             * @description Done, or one of these business errors in `errors`:
             *
             *     - PMS_MSP_401 or PMS_MSP_004 (E-mail address not valid)
             *     - PMS_MSP_005 (MISP unknown)
             *     - PMS_MSP_402 or PMS_MSP_003 (Organization name already registered)
             *     - PMS_MSP_905 (MISP too large to change)
             */
            200: {
                headers: {
                    "apigw-requestid": components["headers"]["RequestId"];
                    ETag: components["headers"]["ETag"];
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UpdateMispAnswer"];
                };
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthorized"];
            /**
             * @description - KER-ATH-403 (Right missing)
             *
             *     From the gateway: the token is not valid, or gives no right at all. A new token helps only if the signing key has been replaced.
             */
            403: {
                headers: {
                    "apigw-requestid": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"] | components["schemas"]["GatewayMessage"];
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description Only for callers that prefer problems:
             *
             *     - PMS_MSP_005 (MISP unknown)
             *
             *     From the gateway: there is no such path. Check the base path.
             */
            404: {
                headers: {
                    "apigw-requestid": components["headers"]["RequestId"];
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayMessage"];
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description Only for callers that prefer problems:
             *
             *     - PMS_MSP_402 or PMS_MSP_003 (Organization name already registered)
             *     - PMS_MSP_905 (MISP too large to change)
             */
            409: {
                headers: {
                    "apigw-requestid": components["headers"]["RequestId"];
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - PMS_MSP_902 (MISP has changed) */
            412: {
                headers: {
                    "apigw-requestid": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: components["responses"]["TooLarge"];
            /**
             * @description - PMS_MSP_903 (Idempotency key used for another request)
             *
             *     Only for callers that prefer problems:
             *
             *     - PMS_MSP_401 or PMS_MSP_004 (E-mail address not valid)
             */
            422: {
                headers: {
                    "apigw-requestid": components["headers"]["RequestId"];
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["Failed"];
            503: components["responses"]["Unavailable"];
            504: components["responses"]["TimedOut"];
        };
    };
    "update-misp-status": {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes it safe to repeat the request. For a day, a repeat with the same key gets the first answer, and does nothing. Use a new key, such as a UUID, for each thing that is to be done once. */
                "Idempotency-Key"?: string;
                /** @description The `ETag` of an earlier answer, such as `"3"`, a list of them, or `*`. If the MISP now has another version, nothing is changed: 412. */
                "If-Match"?: string;
            };
            path: {
                /**
                 * @description The id of the MISP. It has no run of 32 or more letters and digits, and none of nine or more digits. An id that breaks these rules belongs to no MISP, and is answered as unknown.
                 * @example 100
                 */
                mispId: string;
            };
            cookie?: never;
        };
        /** @description The fields in MOSIP's envelope. Only `request` must be there. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["UpdateMispStatusRequest"];
            };
        };
        responses: {
            /**
             * @description Done, or one of these business errors in `errors`:
             *
             *     - PMS_MSP_407 or PMS_MSP_016 (Activity status not known)
             *     - PMS_MSP_005 (MISP unknown)
             *     - PMS_MSP_905 (MISP too large to change)
             */
            200: {
                headers: {
                    "apigw-requestid": components["headers"]["RequestId"];
                    ETag: components["headers"]["ETag"];
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UpdateMispStatusAnswer"];
                };
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthorized"];
            /**
             * @description - KER-ATH-403 (Right missing)
             *
             *     From the gateway: the token is not valid, or gives no right at all. A new token helps only if the signing key has been replaced.
             */
            403: {
                headers: {
                    "apigw-requestid": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"] | components["schemas"]["GatewayMessage"];
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description Only for callers that prefer problems:
             *
             *     - PMS_MSP_005 (MISP unknown)
             *
             *     From the gateway: there is no such path. Check the base path.
             */
            404: {
                headers: {
                    "apigw-requestid": components["headers"]["RequestId"];
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayMessage"];
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description Only for callers that prefer problems:
             *
             *     - PMS_MSP_905 (MISP too large to change)
             */
            409: {
                headers: {
                    "apigw-requestid": components["headers"]["RequestId"];
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - PMS_MSP_902 (MISP has changed) */
            412: {
                headers: {
                    "apigw-requestid": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: components["responses"]["TooLarge"];
            /**
             * @description - PMS_MSP_903 (Idempotency key used for another request)
             *
             *     Only for callers that prefer problems:
             *
             *     - PMS_MSP_407 or PMS_MSP_016 (Activity status not known)
             */
            422: {
                headers: {
                    "apigw-requestid": components["headers"]["RequestId"];
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["Failed"];
            503: components["responses"]["Unavailable"];
            504: components["responses"]["TimedOut"];
        };
    };
    "download-license-key": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The id of the MISP. It has no run of 32 or more letters and digits, and none of nine or more digits. An id that breaks these rules belongs to no MISP, and is answered as unknown.
                 * @example 100
                 */
                mispId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /**
             * @description Done, or one of these business errors in `errors`:
             *
             *     - PMS_MSP_005 (MISP unknown)
             *     - PMS_MSP_419 or PMS_MSP_018 (MISP not approved)
             *     - PMS_MSP_405 or PMS_MSP_1013 (MISP de-activated)
             *     - PMS_MSP_406 or PMS_MSP_006 (Licence key unknown)
             *     - PMS_MSP_413 or PMS_MSP_019 (No licence key active)
             *     - PMS_MSP_901 (MISP has too many licences)
             *     - PMS_MSP_905 (MISP too large to change)
             */
            200: {
                headers: {
                    "apigw-requestid": components["headers"]["RequestId"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DownloadLicenseKeyAnswer"];
                };
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthorized"];
            /**
             * @description - KER-ATH-403 (Right missing)
             *
             *     From the gateway: the token is not valid, or gives no right at all. A new token helps only if the signing key has been replaced.
             */
            403: {
                headers: {
                    "apigw-requestid": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"] | components["schemas"]["GatewayMessage"];
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description Only for callers that prefer problems:
             *
             *     - PMS_MSP_005 (MISP unknown)
             *     - PMS_MSP_406 or PMS_MSP_006 (Licence key unknown)
             *
             *     From the gateway: there is no such path. Check the base path.
             */
            404: {
                headers: {
                    "apigw-requestid": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayMessage"];
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description Only for callers that prefer problems:
             *
             *     - PMS_MSP_419 or PMS_MSP_018 (MISP not approved)
             *     - PMS_MSP_405 or PMS_MSP_1013 (MISP de-activated)
             *     - PMS_MSP_413 or PMS_MSP_019 (No licence key active)
             *     - PMS_MSP_901 (MISP has too many licences)
             *     - PMS_MSP_905 (MISP too large to change)
             */
            409: {
                headers: {
                    "apigw-requestid": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["Failed"];
            503: components["responses"]["Unavailable"];
            504: components["responses"]["TimedOut"];
        };
    };
    "update-license-key-status": {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes it safe to repeat the request. For a day, a repeat with the same key gets the first answer, and does nothing. Use a new key, such as a UUID, for each thing that is to be done once. */
                "Idempotency-Key"?: string;
                /** @description The `ETag` of an earlier answer, such as `"3"`, a list of them, or `*`. If the MISP now has another version, nothing is changed: 412. */
                "If-Match"?: string;
            };
            path: {
                /**
                 * @description The id of the MISP. It has no run of 32 or more letters and digits, and none of nine or more digits. An id that breaks these rules belongs to no MISP, and is answered as unknown.
                 * @example 100
                 */
                mispId: string;
            };
            cookie?: never;
        };
        /** @description The fields in MOSIP's envelope. Only `request` must be there. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["UpdateLicenseKeyStatusRequest"];
            };
        };
        responses: {
            /**
             * @description Done, or one of these business errors in `errors`:
             *
             *     - PMS_MSP_418 or PMS_MSPL_016 (Licence key status not known)
             *     - PMS_MSP_406 or PMS_MSP_006 (Licence key unknown)
             *     - PMS_MSP_408 or PMS_MSP_007 (Licence key of another MISP)
             *     - PMS_MSP_419 or PMS_MSP_017 (Licence key expired)
             *     - PMS_MSP_905 (MISP too large to change)
             */
            200: {
                headers: {
                    "apigw-requestid": components["headers"]["RequestId"];
                    ETag: components["headers"]["ETag"];
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UpdateLicenseKeyStatusAnswer"];
                };
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthorized"];
            /**
             * @description - KER-ATH-403 (Right missing)
             *
             *     From the gateway: the token is not valid, or gives no right at all. A new token helps only if the signing key has been replaced.
             */
            403: {
                headers: {
                    "apigw-requestid": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"] | components["schemas"]["GatewayMessage"];
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description Only for callers that prefer problems:
             *
             *     - PMS_MSP_406 or PMS_MSP_006 (Licence key unknown)
             *     - PMS_MSP_408 or PMS_MSP_007 (Licence key of another MISP)
             *
             *     From the gateway: there is no such path. Check the base path.
             */
            404: {
                headers: {
                    "apigw-requestid": components["headers"]["RequestId"];
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayMessage"];
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description Only for callers that prefer problems:
             *
             *     - PMS_MSP_419 or PMS_MSP_017 (Licence key expired)
             *     - PMS_MSP_905 (MISP too large to change)
             */
            409: {
                headers: {
                    "apigw-requestid": components["headers"]["RequestId"];
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - PMS_MSP_902 (MISP has changed) */
            412: {
                headers: {
                    "apigw-requestid": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: components["responses"]["TooLarge"];
            /**
             * @description - PMS_MSP_903 (Idempotency key used for another request)
             *
             *     Only for callers that prefer problems:
             *
             *     - PMS_MSP_418 or PMS_MSPL_016 (Licence key status not known)
             */
            422: {
                headers: {
                    "apigw-requestid": components["headers"]["RequestId"];
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["Failed"];
            503: components["responses"]["Unavailable"];
            504: components["responses"]["TimedOut"];
        };
    };
    "validate-license-key": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The id of the MISP. It has no run of 32 or more letters and digits, and none of nine or more digits. An id that breaks these rules belongs to no MISP, and is answered as unknown.
                 * @example 100
                 */
                mispId: string;
            };
            cookie?: never;
        };
        /** @description The fields in MOSIP's envelope. Only `request` must be there. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["ValidateLicenseKeyRequest"];
            };
        };
        responses: {
            /**
             * @description Done, or one of these business errors in `errors`:
             *
             *     - PMS_MSP_406 or PMS_MSP_006 (Licence key unknown)
             *     - PMS_MSP_408 or PMS_MSP_007 (Licence key of another MISP)
             */
            200: {
                headers: {
                    "apigw-requestid": components["headers"]["RequestId"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ValidateLicenseKeyAnswer"];
                };
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthorized"];
            /**
             * @description - KER-ATH-403 (Right missing)
             *
             *     From the gateway: the token is not valid, or gives no right at all. A new token helps only if the signing key has been replaced.
             */
            403: {
                headers: {
                    "apigw-requestid": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"] | components["schemas"]["GatewayMessage"];
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description Only for callers that prefer problems:
             *
             *     - PMS_MSP_406 or PMS_MSP_006 (Licence key unknown)
             *     - PMS_MSP_408 or PMS_MSP_007 (Licence key of another MISP)
             *
             *     From the gateway: there is no such path. Check the base path.
             */
            404: {
                headers: {
                    "apigw-requestid": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayMessage"];
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: components["responses"]["TooLarge"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["Failed"];
            503: components["responses"]["Unavailable"];
            504: components["responses"]["TimedOut"];
        };
    };
    "get-misp": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The id of the MISP. It has no run of 32 or more letters and digits, and none of nine or more digits. An id that breaks these rules belongs to no MISP, and is answered as unknown.
                 * @example 100
                 */
                mispId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /**
             * @description Done, or one of these business errors in `errors`:
             *
             *     - PMS_MSP_005 (MISP unknown)
             */
            200: {
                headers: {
                    "apigw-requestid": components["headers"]["RequestId"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GetMispAnswer"];
                };
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthorized"];
            /**
             * @description - KER-ATH-403 (Right missing)
             *
             *     From the gateway: the token is not valid, or gives no right at all. A new token helps only if the signing key has been replaced.
             */
            403: {
                headers: {
                    "apigw-requestid": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"] | components["schemas"]["GatewayMessage"];
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description Only for callers that prefer problems:
             *
             *     - PMS_MSP_005 (MISP unknown)
             *
             *     From the gateway: there is no such path. Check the base path.
             */
            404: {
                headers: {
                    "apigw-requestid": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayMessage"];
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["Failed"];
            503: components["responses"]["Unavailable"];
            504: components["responses"]["TimedOut"];
        };
    };
    "find-misps-by-name": {
        parameters: {
            query?: {
                /**
                 * @description The most MISPs on the page. Without it the page ends at 1 MB of stored items: some 1,000 MISPs, far fewer if they have long texts or many licences.
                 * @example 1
                 */
                limit?: number;
                /** @description `metadata.nextCursor` of the previous page. A cursor belongs to its list: in another list it is a 400. */
                cursor?: string;
            };
            header?: never;
            path: {
                /**
                 * @description The start of the names. It is compared like names: case does not matter, and no character is a wildcard.
                 * @example cell
                 */
                orgName: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /**
             * @description Done, or one of these business errors in `errors`:
             *
             *     - PMS_MSP_409 or PMS_MSP_012 (Nothing found)
             */
            200: {
                headers: {
                    "apigw-requestid": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FindMispsByNameAnswer"];
                };
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthorized"];
            /**
             * @description - KER-ATH-403 (Right missing)
             *
             *     From the gateway: the token is not valid, or gives no right at all. A new token helps only if the signing key has been replaced.
             */
            403: {
                headers: {
                    "apigw-requestid": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"] | components["schemas"]["GatewayMessage"];
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description Only for callers that prefer problems:
             *
             *     - PMS_MSP_409 or PMS_MSP_012 (Nothing found)
             *
             *     From the gateway: there is no such path. Check the base path.
             */
            404: {
                headers: {
                    "apigw-requestid": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayMessage"];
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["Failed"];
            503: components["responses"]["Unavailable"];
            504: components["responses"]["TimedOut"];
        };
    };
    "rotate-license-key": {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes it safe to repeat the request. For a day, a repeat with the same key gets the first answer, and does nothing. Use a new key, such as a UUID, for each thing that is to be done once. */
                "Idempotency-Key"?: string;
                /** @description The `ETag` of an earlier answer, such as `"3"`, a list of them, or `*`. If the MISP now has another version, nothing is changed: 412. */
                "If-Match"?: string;
            };
            path: {
                /**
                 * @description The id of the MISP. It has no run of 32 or more letters and digits, and none of nine or more digits. An id that breaks these rules belongs to no MISP, and is answered as unknown.
                 * @example 100
                 */
                mispId: string;
            };
            cookie?: never;
        };
        /** @description The fields in MOSIP's envelope. Only `request` must be there. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["RotateLicenseKeyRequest"];
            };
        };
        responses: {
            /**
             * @description Done, or one of these business errors in `errors`:
             *
             *     - PMS_MSP_005 (MISP unknown)
             *     - PMS_MSP_419 or PMS_MSP_018 (MISP not approved)
             *     - PMS_MSP_405 or PMS_MSP_1013 (MISP de-activated)
             *     - PMS_MSP_901 (MISP has too many licences)
             *     - PMS_MSP_406 or PMS_MSP_006 (Licence key unknown)
             *     - PMS_MSP_905 (MISP too large to change)
             */
            200: {
                headers: {
                    "apigw-requestid": components["headers"]["RequestId"];
                    ETag: components["headers"]["ETag"];
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RotateLicenseKeyAnswer"];
                };
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthorized"];
            /**
             * @description - KER-ATH-403 (Right missing)
             *
             *     From the gateway: the token is not valid, or gives no right at all. A new token helps only if the signing key has been replaced.
             */
            403: {
                headers: {
                    "apigw-requestid": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"] | components["schemas"]["GatewayMessage"];
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description Only for callers that prefer problems:
             *
             *     - PMS_MSP_005 (MISP unknown)
             *     - PMS_MSP_406 or PMS_MSP_006 (Licence key unknown)
             *
             *     From the gateway: there is no such path. Check the base path.
             */
            404: {
                headers: {
                    "apigw-requestid": components["headers"]["RequestId"];
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayMessage"];
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description Only for callers that prefer problems:
             *
             *     - PMS_MSP_419 or PMS_MSP_018 (MISP not approved)
             *     - PMS_MSP_405 or PMS_MSP_1013 (MISP de-activated)
             *     - PMS_MSP_901 (MISP has too many licences)
             *     - PMS_MSP_905 (MISP too large to change)
             */
            409: {
                headers: {
                    "apigw-requestid": components["headers"]["RequestId"];
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - PMS_MSP_902 (MISP has changed) */
            412: {
                headers: {
                    "apigw-requestid": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: components["responses"]["TooLarge"];
            /** @description - PMS_MSP_903 (Idempotency key used for another request) */
            422: {
                headers: {
                    "apigw-requestid": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["Failed"];
            503: components["responses"]["Unavailable"];
            504: components["responses"]["TimedOut"];
        };
    };
    "change-license-validity": {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes it safe to repeat the request. For a day, a repeat with the same key gets the first answer, and does nothing. Use a new key, such as a UUID, for each thing that is to be done once. */
                "Idempotency-Key"?: string;
                /** @description The `ETag` of an earlier answer, such as `"3"`, a list of them, or `*`. If the MISP now has another version, nothing is changed: 412. */
                "If-Match"?: string;
            };
            path: {
                /**
                 * @description The id of the MISP. It has no run of 32 or more letters and digits, and none of nine or more digits. An id that breaks these rules belongs to no MISP, and is answered as unknown.
                 * @example 100
                 */
                mispId: string;
            };
            cookie?: never;
        };
        /** @description The fields in MOSIP's envelope. Only `request` must be there. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChangeLicenseValidityRequest"];
            };
        };
        responses: {
            /**
             * @description Done, or one of these business errors in `errors`:
             *
             *     - PMS_MSP_406 or PMS_MSP_006 (Licence key unknown)
             *     - PMS_MSP_408 or PMS_MSP_007 (Licence key of another MISP)
             *     - PMS_MSP_419 or PMS_MSP_017 (Licence key expired)
             *     - PMS_MSP_905 (MISP too large to change)
             */
            200: {
                headers: {
                    "apigw-requestid": components["headers"]["RequestId"];
                    ETag: components["headers"]["ETag"];
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChangeLicenseValidityAnswer"];
                };
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthorized"];
            /**
             * @description - KER-ATH-403 (Right missing)
             *
             *     From the gateway: the token is not valid, or gives no right at all. A new token helps only if the signing key has been replaced.
             */
            403: {
                headers: {
                    "apigw-requestid": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"] | components["schemas"]["GatewayMessage"];
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description Only for callers that prefer problems:
             *
             *     - PMS_MSP_406 or PMS_MSP_006 (Licence key unknown)
             *     - PMS_MSP_408 or PMS_MSP_007 (Licence key of another MISP)
             *
             *     From the gateway: there is no such path. Check the base path.
             */
            404: {
                headers: {
                    "apigw-requestid": components["headers"]["RequestId"];
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayMessage"];
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description Only for callers that prefer problems:
             *
             *     - PMS_MSP_419 or PMS_MSP_017 (Licence key expired)
             *     - PMS_MSP_905 (MISP too large to change)
             */
            409: {
                headers: {
                    "apigw-requestid": components["headers"]["RequestId"];
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - PMS_MSP_902 (MISP has changed) */
            412: {
                headers: {
                    "apigw-requestid": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: components["responses"]["TooLarge"];
            /** @description - PMS_MSP_903 (Idempotency key used for another request) */
            422: {
                headers: {
                    "apigw-requestid": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["Failed"];
            503: components["responses"]["Unavailable"];
            504: components["responses"]["TimedOut"];
        };
    };
}
