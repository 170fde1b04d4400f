// Generated from /v1/openapi.json by `./dev console types`; do not edit.
export interface paths {
    "/v1/accounts": {
        parameters: {
            path?: never;
        };
        get: operations["accounts"];
    };
    "/v1/board": {
        parameters: {
            path?: never;
        };
        get: operations["room_board"];
    };
    "/v1/choices": {
        parameters: {
            path?: never;
        };
        get: operations["choices"];
    };
    "/v1/contacts": {
        parameters: {
            path?: never;
        };
        post: operations["open_contact"];
    };
    "/v1/desk_answers": {
        parameters: {
            path?: never;
        };
        get: operations["desk_answers"];
    };
    "/v1/desk_questions": {
        parameters: {
            path?: never;
        };
        get: operations["desk_questions"];
    };
    "/v1/drafts": {
        parameters: {
            path?: never;
        };
        get: operations["drafts"];
    };
    "/v1/drafts/{draft}": {
        parameters: {
            path?: never;
        };
        put: operations["keep_draft"];
        delete: operations["delete_draft"];
    };
    "/v1/duty": {
        parameters: {
            path?: never;
        };
        get: operations["on_duty"];
    };
    "/v1/false_alarms": {
        parameters: {
            path?: never;
        };
        get: operations["false_alarms"];
    };
    "/v1/glass": {
        parameters: {
            path?: never;
        };
        get: operations["glasses"];
    };
    "/v1/glass/{glass}/review": {
        parameters: {
            path?: never;
        };
        post: operations["review_glass"];
    };
    "/v1/health": {
        parameters: {
            path?: never;
        };
        get: operations["health"];
    };
    "/v1/incidents": {
        parameters: {
            path?: never;
        };
        get: operations["board"];
    };
    "/v1/incidents/{incident}": {
        parameters: {
            path?: never;
        };
        get: operations["incident"];
    };
    "/v1/incidents/{incident}/accept_candidate": {
        parameters: {
            path?: never;
        };
        post: operations["accept_candidate"];
    };
    "/v1/incidents/{incident}/accept_finding": {
        parameters: {
            path?: never;
        };
        post: operations["accept_finding"];
    };
    "/v1/incidents/{incident}/accept_identifier": {
        parameters: {
            path?: never;
        };
        post: operations["accept_identifier"];
    };
    "/v1/incidents/{incident}/accept_obligation": {
        parameters: {
            path?: never;
        };
        post: operations["accept_obligation"];
    };
    "/v1/incidents/{incident}/acknowledge_answer": {
        parameters: {
            path?: never;
        };
        post: operations["acknowledge_answer"];
    };
    "/v1/incidents/{incident}/acknowledge_history": {
        parameters: {
            path?: never;
        };
        post: operations["acknowledge_history"];
    };
    "/v1/incidents/{incident}/act_upon_history": {
        parameters: {
            path?: never;
        };
        post: operations["act_upon_history"];
    };
    "/v1/incidents/{incident}/add_identifier": {
        parameters: {
            path?: never;
        };
        post: operations["add_identifier"];
    };
    "/v1/incidents/{incident}/add_person": {
        parameters: {
            path?: never;
        };
        post: operations["add_person"];
    };
    "/v1/incidents/{incident}/answer_check": {
        parameters: {
            path?: never;
        };
        post: operations["answer_check"];
    };
    "/v1/incidents/{incident}/answer_leaving": {
        parameters: {
            path?: never;
        };
        post: operations["answer_leaving"];
    };
    "/v1/incidents/{incident}/answer_question": {
        parameters: {
            path?: never;
        };
        post: operations["answer_question"];
    };
    "/v1/incidents/{incident}/ask_again": {
        parameters: {
            path?: never;
        };
        post: operations["ask_again"];
    };
    "/v1/incidents/{incident}/cancel_check": {
        parameters: {
            path?: never;
        };
        post: operations["cancel_check"];
    };
    "/v1/incidents/{incident}/close": {
        parameters: {
            path?: never;
        };
        post: operations["close"];
    };
    "/v1/incidents/{incident}/conclude": {
        parameters: {
            path?: never;
        };
        post: operations["conclude"];
    };
    "/v1/incidents/{incident}/confirm_location": {
        parameters: {
            path?: never;
        };
        post: operations["confirm_location"];
    };
    "/v1/incidents/{incident}/consultations": {
        parameters: {
            path?: never;
        };
        get: operations["consultations"];
    };
    "/v1/incidents/{incident}/contacts": {
        parameters: {
            path?: never;
        };
        post: operations["open_contact_on_incident"];
    };
    "/v1/incidents/{incident}/decide_obligation": {
        parameters: {
            path?: never;
        };
        post: operations["decide_obligation"];
    };
    "/v1/incidents/{incident}/decide_ring_back": {
        parameters: {
            path?: never;
        };
        post: operations["decide_ring_back"];
    };
    "/v1/incidents/{incident}/desk_questions/{check}": {
        parameters: {
            path?: never;
        };
        get: operations["desk_question"];
    };
    "/v1/incidents/{incident}/drafts": {
        parameters: {
            path?: never;
        };
        get: operations["left_drafts"];
    };
    "/v1/incidents/{incident}/drafts/{draft}": {
        parameters: {
            path?: never;
        };
        delete: operations["end_left_draft"];
    };
    "/v1/incidents/{incident}/end_contact": {
        parameters: {
            path?: never;
        };
        post: operations["end_contact"];
    };
    "/v1/incidents/{incident}/end_undertaking": {
        parameters: {
            path?: never;
        };
        post: operations["end_undertaking"];
    };
    "/v1/incidents/{incident}/give_advice": {
        parameters: {
            path?: never;
        };
        post: operations["give_advice"];
    };
    "/v1/incidents/{incident}/give_undertaking": {
        parameters: {
            path?: never;
        };
        post: operations["give_undertaking"];
    };
    "/v1/incidents/{incident}/glass": {
        parameters: {
            path?: never;
        };
        post: operations["break_glass"];
    };
    "/v1/incidents/{incident}/hand_over": {
        parameters: {
            path?: never;
        };
        post: operations["hand_over"];
    };
    "/v1/incidents/{incident}/hold_blocking_back": {
        parameters: {
            path?: never;
        };
        post: operations["hold_blocking_back"];
    };
    "/v1/incidents/{incident}/join_incident": {
        parameters: {
            path?: never;
        };
        post: operations["join_incident"];
    };
    "/v1/incidents/{incident}/look": {
        parameters: {
            path?: never;
        };
        delete: operations["leave_incident"];
    };
    "/v1/incidents/{incident}/meet_obligation": {
        parameters: {
            path?: never;
        };
        post: operations["meet_obligation"];
    };
    "/v1/incidents/{incident}/name_person": {
        parameters: {
            path?: never;
        };
        post: operations["name_person"];
    };
    "/v1/incidents/{incident}/obligations/{obligation}": {
        parameters: {
            path?: never;
        };
        get: operations["obligation"];
    };
    "/v1/incidents/{incident}/place_call": {
        parameters: {
            path?: never;
        };
        post: operations["place_call"];
    };
    "/v1/incidents/{incident}/read_back_identifier": {
        parameters: {
            path?: never;
        };
        post: operations["read_back_identifier"];
    };
    "/v1/incidents/{incident}/record_age": {
        parameters: {
            path?: never;
        };
        post: operations["record_age"];
    };
    "/v1/incidents/{incident}/record_wish": {
        parameters: {
            path?: never;
        };
        post: operations["record_wish"];
    };
    "/v1/incidents/{incident}/records": {
        parameters: {
            path?: never;
        };
        get: operations["full_records"];
    };
    "/v1/incidents/{incident}/reject_candidate": {
        parameters: {
            path?: never;
        };
        post: operations["reject_candidate"];
    };
    "/v1/incidents/{incident}/reject_finding": {
        parameters: {
            path?: never;
        };
        post: operations["reject_finding"];
    };
    "/v1/incidents/{incident}/reject_identifier": {
        parameters: {
            path?: never;
        };
        post: operations["reject_identifier"];
    };
    "/v1/incidents/{incident}/release_obligation": {
        parameters: {
            path?: never;
        };
        post: operations["release_obligation"];
    };
    "/v1/incidents/{incident}/reopen": {
        parameters: {
            path?: never;
        };
        post: operations["reopen"];
    };
    "/v1/incidents/{incident}/replay": {
        parameters: {
            path?: never;
        };
        get: operations["replay"];
    };
    "/v1/incidents/{incident}/set_address": {
        parameters: {
            path?: never;
        };
        post: operations["set_address"];
    };
    "/v1/incidents/{incident}/set_grade": {
        parameters: {
            path?: never;
        };
        post: operations["set_grade"];
    };
    "/v1/incidents/{incident}/set_opening_code": {
        parameters: {
            path?: never;
        };
        post: operations["set_opening_code"];
    };
    "/v1/incidents/{incident}/set_roles": {
        parameters: {
            path?: never;
        };
        post: operations["set_roles"];
    };
    "/v1/incidents/{incident}/set_theme": {
        parameters: {
            path?: never;
        };
        post: operations["set_theme"];
    };
    "/v1/incidents/{incident}/slip": {
        parameters: {
            path?: never;
        };
        get: operations["dispatch_slip"];
    };
    "/v1/incidents/{incident}/tell": {
        parameters: {
            path?: never;
        };
        post: operations["tell"];
    };
    "/v1/incidents/{incident}/waive_check": {
        parameters: {
            path?: never;
        };
        post: operations["waive_check"];
    };
    "/v1/incidents/{incident}/weights": {
        parameters: {
            path?: never;
        };
        get: operations["candidate_weights"];
    };
    "/v1/incidents/{incident}/write_assessment": {
        parameters: {
            path?: never;
        };
        post: operations["write_assessment"];
    };
    "/v1/incidents/{incident}/write_entry": {
        parameters: {
            path?: never;
        };
        post: operations["write_entry"];
    };
    "/v1/live": {
        parameters: {
            path?: never;
        };
        get: operations["live"];
    };
    "/v1/me": {
        parameters: {
            path?: never;
        };
        get: operations["me"];
    };
    "/v1/metrics": {
        parameters: {
            path?: never;
        };
        get: operations["metrics"];
    };
    "/v1/openapi.json": {
        parameters: {
            path?: never;
        };
        get: operations["openapi"];
    };
    "/v1/owed": {
        parameters: {
            path?: never;
        };
        get: operations["owed"];
    };
    "/v1/policy": {
        parameters: {
            path?: never;
        };
        get: operations["policy"];
    };
    "/v1/rehearsal": {
        parameters: {
            path?: never;
        };
        get: operations["rehearsal"];
    };
    "/v1/rehearsal/next": {
        parameters: {
            path?: never;
        };
        post: operations["rehearsal_next"];
    };
    "/v1/search": {
        parameters: {
            path?: never;
        };
        post: operations["search"];
    };
    "/v1/session": {
        parameters: {
            path?: never;
        };
        get: operations["session"];
        post: operations["sign_in"];
        delete: operations["sign_out"];
    };
    "/v1/session/again": {
        parameters: {
            path?: never;
        };
        post: operations["sign_in_again"];
    };
    "/v1/session/demonstration": {
        parameters: {
            path?: never;
        };
        get: operations["demonstration_cast"];
        post: operations["demonstrate"];
    };
    "/v1/sources": {
        parameters: {
            path?: never;
        };
        get: operations["sources"];
    };
    "/v1/supervision": {
        parameters: {
            path?: never;
        };
        get: operations["supervision"];
    };
    "/v1/work": {
        parameters: {
            path?: never;
        };
        get: operations["work"];
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        AcceptCandidate: {
            candidate: string;
        };
        AcceptFinding: {
            finding: string;
        };
        AcceptIdentifier: {
            identifier: string;
            role: "unknown" | "callers" | "victims" | "complained_of" | "third_party";
            person?: string;
        };
        AcceptObligation: {
            obligation: string;
        };
        AccountLine: {
            login: string;
            name: string;
            desk: string;
            roles: string[];
            state: string;
            changed_at?: string;
        };
        AccountList: {
            accounts: components["schemas"]["AccountLine"][];
        };
        AcknowledgeAnswer: {
            check: string;
        };
        AcknowledgeHistory: {
            history: string;
        };
        ActOf: {
            who: string;
            login: string;
            at: string;
            seq: number;
            event: string;
            acknowledges: boolean;
        };
        ActUponHistory: {
            history: string;
            act: string;
        };
        AddIdentifier: {
            kind: string;
            value: string;
            platform?: string;
            role?: "unknown" | "callers" | "victims" | "complained_of" | "third_party";
            person?: string;
        };
        AddPerson: {
            roles?: ("reporting" | "victim" | "suspect" | "witness" | "third_party" | "unknown")[];
            given_name?: string;
            family_name?: string;
            described?: string;
            relation?: string;
        };
        AdviceView: {
            advice: string;
            words: string;
            given: boolean;
        };
        AgeView: {
            status: string;
            low?: number;
            high?: number;
            born?: string;
            child: string;
            conflict: boolean;
        };
        AnswerByPerson: {
            check: string;
            what: "found" | "nothing_found" | "not_searched";
            searched?: string[];
            searched_by?: string;
            searched_at?: string;
            words?: string;
            coverage?: string;
            findings?: components["schemas"]["Findings"];
            reason?: "timeout" | "unavailable" | "denied" | "rate_limited" | "malformed" | "partial" | "wrong_subject" | "stale" | "misconfigured" | "cancelled" | "not_applicable" | "waived";
        };
        AnswerLeaving: {
            contact: string;
            nothing?: boolean;
            what?: string;
            due?: string;
        };
        AnswerQuestion: {
            question: string;
            subject: components["schemas"]["SubjectRef"];
            outcome: "answered" | "refused" | "not_known" | "later" | "dismissed";
            value?: string;
            reason?: string;
        };
        AnsweredView: {
            question: string;
            subject: string;
            outcome: string;
            value: string;
            at: string;
            by: string;
        };
        AskAgain: {
            check: string;
            reason?: string;
        };
        Asked: {
            id: string;
            words: string;
            words_to_child: string;
            answer: string;
            choices: string[];
        };
        AskedKey: {
            kind: string;
            value: string;
            platform: string;
        };
        Board: {
            incidents: components["schemas"]["BoardLine"][];
            more: boolean;
        };
        BoardLine: {
            id: string;
            reference: string;
            opened_at: string;
            closed: boolean;
            grade: string;
            themes: string[];
            live_contact: boolean;
            child: boolean;
            owed: number;
            overdue: number;
            unread_hits: number;
            unanswered: number;
            possible_breaches: number;
            next_due?: string;
        };
        CancelCheck: {
            check: string;
            reason: string;
        };
        CandidateView: {
            id: string;
            person: string;
            source: string;
            shown: string;
            state: string;
            band: string;
            tied: boolean;
            name: string;
            age?: number;
            child: boolean;
            born?: string;
            address: string;
            markers: string[];
            needs: string[];
            managed_offender: boolean;
            danger: string;
            manager: string;
            reasons: string[];
            as_of?: string;
        };
        Cast: {
            cast: components["schemas"]["CastMember"][];
        };
        CastChoice: {
            login: string;
        };
        CastMember: {
            login: string;
            name: string;
            roles: string[];
            says: string;
        };
        CheckView: {
            id: string;
            source: string;
            title: string;
            subject: string;
            about: string[];
            by: string[];
            state: string;
            outcome: string;
            reason: string;
            next_try?: string;
            shown: string;
            band: string;
            caveat: string;
            words: string;
            says: string[];
            incomplete: string;
            as_of?: string;
            coverage: string;
            searched_by: string;
            answered: boolean;
            read_back: boolean;
            acknowledged: boolean;
            waived: boolean;
        };
        Choice: {
            code: string;
            says: string;
            themes: string[];
        };
        Choices: {
            policy_version: string;
            opening_codes: components["schemas"]["Choice"][];
            closing_codes: components["schemas"]["Choice"][];
            outcomes: components["schemas"]["Choice"][];
            purposes: components["schemas"]["Choice"][];
            advice: components["schemas"]["Choice"][];
            sources: components["schemas"]["Choice"][];
            thrive: components["schemas"]["Choice"][];
            questions: components["schemas"]["Asked"][];
        };
        Close: {
            closing_code: string;
            outcome: string;
            reason?: string;
        };
        CommandDone: {
            incident: string;
            reference: string;
            seq: number;
            version: number;
            at: string;
            repeated: boolean;
        };
        Conclude: {
            about: string;
            conclusion: "identified" | "none_found" | "not_established";
            rationale?: string;
        };
        ConditionView: {
            outcome: string;
            outcome_in_words: string;
            says: string;
            source: string;
            clause: string;
            matched: string[];
            against_it: string[];
            missing: string[];
            unstructured: boolean;
        };
        ConfirmLocation: {
            location: components["schemas"]["Location"];
        };
        ContactView: {
            id: string;
            channel: string;
            line: string;
            subscriber: string;
            recording: string;
            answered_at: string;
            ended_at?: string;
            lost: boolean;
            entered_afterwards: boolean;
            handler: string;
            caller: string;
            location?: components["schemas"]["LocationView"];
        };
        CourtOrder: {
            order_id?: string;
            kind?: string;
            court?: string;
            against_record_id?: string;
            made?: string;
            served?: string;
            expires?: string;
            discharged?: string;
            varied?: string;
            verbatim?: string;
            structured?: boolean;
            conditions?: components["schemas"]["OrderCondition"][];
            provenance?: components["schemas"]["Provenance"];
        };
        Credentials: {
            login: string;
            password: string;
        };
        DecideObligation: {
            obligation: string;
            decision: string;
            reasons: string;
        };
        DecideRingBack: {
            contact: string;
            ring: boolean;
            number?: string;
            who_may_answer?: string;
            what_to_say?: string;
            reason?: string;
        };
        DeskAnswer: {
            incident: string;
            reference: string;
            check: string;
            source: string;
            title: string;
            by: string[];
            purpose: string;
            asked_at: string;
            answered_at: string;
            outcome: string;
            reason: string;
            searched_by: string;
            searched_at?: string;
            searched: string[];
            acknowledged: boolean;
        };
        DeskAnswers: {
            answers: components["schemas"]["DeskAnswer"][];
            more: boolean;
        };
        DeskQuestion: {
            incident: string;
            reference: string;
            check: string;
            source: string;
            title: string;
            by: string[];
            purpose: string;
            urgent: boolean;
            asked_at: string;
        };
        DeskQuestionWhole: {
            reference: string;
            check: string;
            title: string;
            purpose: string;
            originator: string;
            lawful_basis: string;
            role: string;
            keys: components["schemas"]["AskedKey"][];
        };
        DeskQuestions: {
            questions: components["schemas"]["DeskQuestion"][];
        };
        Draft: {
            draft: string;
            incident: string;
            contact: string;
            voice: string;
            text: string;
            rev: number;
            at: string;
        };
        DraftKept: {
            draft: string;
            rev: number;
        };
        DraftText: {
            incident?: string;
            contact?: string;
            voice?: string;
            text: string;
            rev: number;
        };
        Drafts: {
            drafts: components["schemas"]["Draft"][];
        };
        DueLine: {
            incident: string;
            reference: string;
            obligation: string;
            kind: string;
            duty: string;
            holder: string;
            offered: string;
            accepted: boolean;
            due: string;
            overdue: boolean;
            what: string;
            rule: string;
            grade: string;
            themes: string[];
            mine: boolean;
            wishes: number;
        };
        DueList: {
            owed: components["schemas"]["DueLine"][];
            more: boolean;
        };
        DutyNow: {
            people: components["schemas"]["OnDutyNow"][];
        };
        Element: {
            id?: string;
            says?: "present" | "none" | "unknown";
            rationale?: string;
            evidence?: string[];
            drafted?: boolean;
        };
        EndContact: {
            contact: string;
            lost?: boolean;
            at?: string;
        };
        EndUndertaking: {
            undertaking: string;
            kept: boolean;
            told_caller?: string;
        };
        EntryView: {
            id: string;
            at: string;
            by: string;
            voice: string;
            text: string;
            is_protected_for: string;
            withheld: boolean;
            corrects?: string;
            marks: components["schemas"]["MarkView"][];
        };
        FalseAlarm: {
            meaning: string;
            why: string;
            times: number;
        };
        FalseAlarms: {
            rejected: components["schemas"]["FalseAlarm"][];
            more: boolean;
        };
        FindingView: {
            id: string;
            meaning: string;
            quote: string;
            entry?: string;
            start: number;
            end: number;
            accepted: boolean;
            rejected: boolean;
        };
        Findings: {
            people?: components["schemas"]["Nominal"][];
            orders?: components["schemas"]["CourtOrder"][];
            events?: components["schemas"]["PastEvent"][];
            address_markers?: components["schemas"]["Marker"][];
        };
        FoundIncident: {
            incident: string;
            reference: string;
            opened_at: string;
            closed: boolean;
            relation: string;
            why: string[];
        };
        FullRecord: {
            check: string;
            source: string;
            title: string;
            lawful_basis: string;
            caveat: string;
            as_of?: string;
            coverage: string;
            incomplete: string;
            searched_by: string;
            words: string;
            people: components["schemas"]["HeldPerson"][];
            orders: components["schemas"]["HeldOrder"][];
            events: components["schemas"]["HeldEvent"][];
            address_markers: components["schemas"]["HeldMarker"][];
            restricted: number;
        };
        FullRecords: {
            reference: string;
            records: components["schemas"]["FullRecord"][];
            not_shown: string[];
        };
        GiveAdvice: {
            advice: string;
            words?: string;
        };
        GiveUndertaking: {
            contact?: string;
            what: string;
            due: string;
            from?: string;
        };
        GlassDone: {
            glass: string;
        };
        GlassFinding: {
            justified: boolean;
            finding: string;
        };
        GlassLine: {
            glass: string;
            who: string;
            subject_kind: string;
            subject: string;
            reference: string;
            reason: string;
            at: string;
            until: string;
            reviewed: boolean;
            justified: boolean;
            finding: string;
            reviewer: string;
        };
        GlassList: {
            broken: components["schemas"]["GlassLine"][];
        };
        GlassOpen: {
            until: string;
        };
        GlassReason: {
            reason: string;
        };
        HandOver: {
            to: string;
        };
        Health: {
            good: boolean;
            rehearsal: boolean;
            now?: string;
            says: {
                [key: string]: string;
            };
        };
        HeldClause: {
            id: string;
            verbatim: string;
            kind: string;
        };
        HeldEvent: {
            kind: string;
            reference: string;
            on?: string;
            summary: string;
            role: string;
            grading: string;
        };
        HeldIdentifier: {
            kind: string;
            value: string;
            platform: string;
            note: string;
            from?: string;
            until?: string;
            last_confirmed?: string;
        };
        HeldMarker: {
            code: string;
            meaning: string;
            from?: string;
            review_by?: string;
            current: boolean;
        };
        HeldOrder: {
            order_id: string;
            kind: string;
            court: string;
            against: string;
            made?: string;
            served?: string;
            expires?: string;
            discharged?: string;
            varied?: string;
            verbatim: string;
            structured: boolean;
            clauses: components["schemas"]["HeldClause"][];
        };
        HeldPerson: {
            record_id: string;
            name: string;
            also_known_as: string[];
            born?: string;
            sex: string;
            address: string;
            postcode: string;
            identifiers: components["schemas"]["HeldIdentifier"][];
            markers: components["schemas"]["HeldMarker"][];
            needs: string[];
            managed_offender: boolean;
            danger: string;
            manager: string;
            risk_level: string;
            last_confirmed?: string;
        };
        HistoryView: {
            id: string;
            basis: string;
            reference: string;
            summary: string;
            at?: string;
            acknowledged: boolean;
            acted_upon: boolean;
        };
        HoldBlockingBack: {
            reason: string;
        };
        IdentifierView: {
            id: string;
            kind: string;
            value: string;
            platform: string;
            role: string;
            state: string;
            said: boolean;
            read_back: boolean;
            person?: string;
        };
        IncidentView: {
            id: string;
            reference: string;
            opened_at: string;
            closed: boolean;
            opening_code: string;
            themes: string[];
            grade: string;
            grade_why: string;
            floor: string;
            floor_why: string[];
            versions: components["schemas"]["VersionsView"];
            contacts: components["schemas"]["ContactView"][];
            location?: components["schemas"]["LocationView"];
            log: components["schemas"]["EntryView"][];
            people: components["schemas"]["PersonView"][];
            identifiers: components["schemas"]["IdentifierView"][];
            findings: components["schemas"]["FindingView"][];
            candidates: components["schemas"]["CandidateView"][];
            history: components["schemas"]["HistoryView"][];
            checks: components["schemas"]["CheckView"][];
            not_checked: string[];
            conditions: components["schemas"]["ConditionView"][];
            owed: components["schemas"]["OwedView"][];
            ended: components["schemas"]["OwedView"][];
            questions: components["schemas"]["QuestionView"][];
            undertakings: components["schemas"]["UndertakingView"][];
            wishes: components["schemas"]["WishView"][];
            advice: components["schemas"]["AdviceView"][];
            offences: components["schemas"]["OffenceView"][];
            told: components["schemas"]["ToldView"][];
            links: components["schemas"]["LinkView"][];
            calls: components["schemas"]["PlacedCallView"][];
            alerts: string[];
            open_against: string[];
            assessment_fresh: boolean;
            handler: string;
            answers: components["schemas"]["AnsweredView"][];
            thrive: components["schemas"]["ThriveView"][];
        };
        JoinIncident: {
            as: string;
        };
        Left: {
            left: boolean;
        };
        LeftDraft: {
            draft: string;
            by: string;
            contact: string;
            voice: string;
            text: string;
            at: string;
        };
        LeftDrafts: {
            drafts: components["schemas"]["LeftDraft"][];
        };
        LinkView: {
            reference: string;
            basis: string;
        };
        LiveContact: {
            incident: string;
            reference: string;
            contact: string;
            channel: string;
            handler: string;
            answered_at: string;
            guided: boolean;
            guided_because: string[];
        };
        Location: {
            address?: string;
            uprn?: string;
            latitude?: number;
            longitude?: number;
            radius_m?: number;
            fixed_at?: string;
            method?: string;
            confirmed?: boolean;
        };
        LocationView: {
            address: string;
            uprn: string;
            latitude?: number;
            longitude?: number;
            radius_m?: number;
            fixed_at?: string;
            method: string;
            confirmed: boolean;
        };
        MarkView: {
            meaning: string;
            quote: string;
            open_against: string[];
        };
        Marker: {
            code?: string;
            meaning?: string;
            from?: string;
            review_by?: string;
            current?: boolean;
            belongs_to?: string;
            provenance?: components["schemas"]["Provenance"];
        };
        Me: {
            id: string;
            login: string;
            name: string;
            roles: string[];
        };
        MeetObligation: {
            obligation: string;
            how: string;
        };
        NamePerson: {
            person: string;
            given_name?: string;
            family_name?: string;
        };
        Nominal: {
            record_id?: string;
            given_name?: string;
            middle_name?: string;
            family_name?: string;
            also_known_as?: string[];
            born?: string;
            sex?: string;
            address?: string;
            postcode?: string;
            identifiers?: components["schemas"]["RecordedIdentifier"][];
            markers?: components["schemas"]["Marker"][];
            needs?: string[];
            managed_offender?: boolean;
            danger?: string;
            manager?: string;
            risk_level?: string;
            restricted?: boolean;
            provenance?: components["schemas"]["Provenance"];
        };
        OffenceView: {
            offence: string;
            says: string;
            law: string;
            note: string;
            about: string[];
            why: string;
        };
        OnDutyNow: {
            id: string;
            name: string;
            duty: string;
        };
        OpenApiDocument: Record<string, never>;
        OpenContact: {
            channel: "emergency_999" | "non_emergency_101" | "chat" | "in_person";
            line?: string;
            subscriber?: string;
            location?: components["schemas"]["Location"];
            call_id?: string;
            recording?: string;
            recording_offset?: number;
            answered_at?: string;
            entered_afterwards?: boolean;
        };
        OrderCondition: {
            condition_id?: string;
            verbatim?: string;
            kind?: string;
            protected_age?: components["schemas"]["ProtectedAge"];
            protected_sex?: string;
            named_persons?: string[];
            modes?: string[];
            exceptions?: string[];
            allowed?: string;
            platforms?: string[];
            notify_what?: string;
            notify_within_days?: number;
            uprns?: string[];
            radius_m?: number;
        };
        OwedView: {
            id: string;
            kind: string;
            what: string;
            state: string;
            why: string;
            about: string[];
            question: string;
            act: string;
            subject_kind: string;
            subject: string;
            duty: string;
            holder: string;
            offered: string;
            accepted: boolean;
            due: string;
            overdue: boolean;
            blocks_closing: boolean;
            how: string;
            by: string;
        };
        PasswordAgain: {
            password: string;
        };
        PastEvent: {
            kind?: string;
            reference?: string;
            on?: string;
            summary?: string;
            role?: string;
            grading?: string;
            person_record_id?: string;
            provenance?: components["schemas"]["Provenance"];
        };
        PersonView: {
            id: string;
            called: string;
            name: string;
            is_caller: boolean;
            roles: string[];
            described: string;
            relation: string;
            address: string;
            age: components["schemas"]["AgeView"];
        };
        PlaceCall: {
            number: string;
            override_reason?: string;
        };
        PlacedCallView: {
            number: string;
            refused: boolean;
        };
        PolicyInForceView: {
            name: string;
            version: string;
            approved_by: string[];
            rules: components["schemas"]["PolicyRule"][];
            files: string[];
        };
        PolicyRule: {
            id: string;
            subject: string;
            why: string;
            source: string;
        };
        Problem: {
            type: string;
            title: string;
            status: number;
            code: "invalid" | "not_found" | "conflict" | "denied" | "refused" | "unavailable" | "timeout" | "limit" | "corrupt";
            detail: string;
            instance: string;
            where?: string;
            remedy?: string;
        };
        ProtectedAge: {
            limit?: number;
            inclusive?: boolean;
        };
        Provenance: {
            source?: string;
            record_id?: string;
            as_of?: string;
            last_confirmed?: string;
            caveat?: string;
        };
        QuestionView: {
            obligation: string;
            id: string;
            words: string;
            words_to_child: string;
            answer: string;
            choices: string[];
            about: string[];
            left_to: string;
            first: number;
            why: string;
        };
        ReadBackIdentifier: {
            identifier: string;
        };
        RecordAge: {
            person: string;
            status: "not_asked" | "known" | "recorded" | "estimated" | "not_known" | "refused";
            basis: "said" | "implied" | "recorded" | "seen_by_officer" | "heard_in_voice";
            born?: string;
            low?: number;
            high?: number;
        };
        RecordWish: {
            kind: string;
            target?: string;
            words: string;
        };
        RecordedIdentifier: {
            kind?: string;
            value?: string;
            platform?: string;
            note?: string;
            from?: string;
            until?: string;
            last_confirmed?: string;
        };
        RehearsalState: {
            now: string;
            acts: components["schemas"]["RehearsalStep"][];
            next: string;
        };
        RehearsalStep: {
            says: string;
            at?: string;
            rings: boolean;
            done: boolean;
        };
        RejectCandidate: {
            candidate: string;
            reason?: string;
        };
        RejectFinding: {
            finding: string;
        };
        RejectIdentifier: {
            identifier: string;
        };
        ReleaseObligation: {
            obligation: string;
            reason: string;
        };
        Reopen: {
            why: string;
        };
        Replayed: {
            who: string;
            at: string;
            shown?: components["schemas"]["ShownTo"];
            seq: number;
            screen?: components["schemas"]["IncidentView"];
        };
        RoomBoard: {
            totals: components["schemas"]["RoomTotals"];
            incidents: components["schemas"]["RoomLine"][];
            more: boolean;
        };
        RoomLine: {
            id: string;
            reference: string;
            opened_at: string;
            grade: string;
            themes: string[];
            age_band: string;
            ward: string;
            handler: string;
            live_contact: boolean;
            guided: boolean;
            owed: number;
            overdue: number;
            unread_hits: number;
            possible_breaches: number;
            unanswered: string[];
            next_due?: string;
        };
        RoomTotals: {
            incidents: number;
            live: number;
            children: number;
            owed: number;
            overdue: number;
            unread_hits: number;
            possible_breaches: number;
            unanswered: number;
            guided: number;
        };
        SearchFound: {
            found: components["schemas"]["FoundIncident"][];
            own_only: boolean;
            complete: boolean;
            incomplete: string;
            searched_by: string[];
        };
        SearchText: {
            text: string;
        };
        SetAddress: {
            person: string;
            address: string;
            uprn?: string;
        };
        SetAside: {
            reference: string;
            owed: components["schemas"]["OwedView"];
            rule: string;
            rule_source: string;
            stands_on: string[];
            checks: components["schemas"]["CheckView"][];
            conditions: components["schemas"]["ConditionView"][];
            questions: components["schemas"]["QuestionView"][];
            undertakings: components["schemas"]["UndertakingView"][];
            entries: components["schemas"]["EntryView"][];
            open_against: string[];
            by_me: boolean;
        };
        SetGrade: {
            grade: "resolution_without_deployment" | "scheduled" | "priority" | "emergency";
            reason?: string;
        };
        SetOpeningCode: {
            code: string;
        };
        SetRoles: {
            person: string;
            roles: ("reporting" | "victim" | "suspect" | "witness" | "third_party" | "unknown")[];
        };
        SetTheme: {
            theme: string;
            on?: boolean;
        };
        ShownTo: {
            view: string;
            as: string;
            who: string;
            login: string;
            from: string;
            until?: string;
            ended: string;
            purpose: string;
            reason: string;
            relation: string;
            shows: string[];
            from_seq: number;
            to_seq: number;
        };
        SignedIn: {
            person: components["schemas"]["SignedInPerson"];
            csrf: string;
            force: string;
            zone: string;
            rehearsal: boolean;
            demonstration: boolean;
            now: string;
        };
        SignedInPerson: {
            id: string;
            login: string;
            name: string;
            desk: string;
            roles: string[];
        };
        SignedOut: {
            signed_out: boolean;
        };
        Slip: {
            incident: string;
            reference: string;
            grade: string;
            grade_why: string;
            wishes: components["schemas"]["WishView"][];
            needs: string[];
            safe_contact: components["schemas"]["SlipAnswer"][];
            place?: components["schemas"]["LocationView"];
            ward: string;
            line: string;
            people: components["schemas"]["SlipPerson"][];
            must_know: components["schemas"]["SlipAnswer"][];
            conditions: components["schemas"]["ConditionView"][];
            dispatches: components["schemas"]["OwedView"][];
            last_words: components["schemas"]["EntryView"][];
        };
        SlipAnswer: {
            question: string;
            words: string;
            value: string;
        };
        SlipPerson: {
            called: string;
            roles: string[];
            age: components["schemas"]["AgeView"];
            described: string;
            needs: string[];
            markers: string[];
            may_be_another: boolean;
            managed_offender: boolean;
            danger: string;
        };
        SourceLine: {
            source: string;
            title: string;
            holder: string;
            coverage: string;
            caveat: string;
            lawful_basis: string;
            outage: string;
            asked: boolean;
            up: boolean;
            reason: string;
            since?: string;
            next_try?: string;
            queued: number;
            running: number;
            answered: number;
            failed: number;
        };
        SourceList: {
            sources: components["schemas"]["SourceLine"][];
        };
        SubjectRef: {
            kind?: string;
            id?: string;
        };
        Supervision: {
            live: components["schemas"]["LiveContact"][];
            incidents: number;
            owed: number;
            overdue: number;
            decisions: number;
            glasses: number;
        };
        Tell: {
            obligation?: string;
            whom: string;
            what: string;
            legal_authority?: string;
            legal_basis?: string;
        };
        ThriveView: {
            id: string;
            title: string;
            asks: string;
            required: boolean;
            stands: boolean;
            says: string;
            rationale: string;
            draft_says: string;
            draft: string;
        };
        ToldView: {
            whom: string;
            what: string;
        };
        UndertakingView: {
            id: string;
            what: string;
            due: string;
            by: string;
            ended: boolean;
            kept: boolean;
        };
        VersionsView: {
            stream: number;
            grade: number;
            closing: number;
            assessment: number;
        };
        WaiveCheck: {
            check: string;
            reason: string;
        };
        WeighedCandidate: {
            candidate: string;
            person: string;
            source: string;
            title: string;
            name: string;
            band: string;
            tied: boolean;
            weighed: boolean;
            before: number;
            weight: number;
            probability: number;
            fields: components["schemas"]["WeightOf"][];
        };
        WeightOf: {
            field: string;
            words: string;
            weight: number;
        };
        Weights: {
            reference: string;
            candidates: components["schemas"]["WeighedCandidate"][];
        };
        WhoSawIt: {
            reference: string;
            shown: components["schemas"]["ShownTo"][];
            acts: components["schemas"]["ActOf"][];
            more: boolean;
        };
        WishView: {
            id: string;
            kind: string;
            target: string;
            words: string;
        };
        WorkLine: {
            incident: string;
            reference: string;
            grade: string;
            themes: string[];
            age_band: string;
            ward: string;
            live_contact: boolean;
            closed: boolean;
            obligation: string;
            kind: string;
            says: string;
            why: string;
            act: string;
            duty: string;
            first_duty: string;
            holder: string;
            offered: string;
            accepted: boolean;
            mine: boolean;
            offered_me: boolean;
            raised_at: string;
            due: string;
            overdue: boolean;
            blocks_closing: boolean;
        };
        WorkList: {
            owed: components["schemas"]["WorkLine"][];
            more: boolean;
        };
        WriteAssessment: {
            elements: components["schemas"]["Element"][];
        };
        WriteEntry: {
            contact?: string;
            voice?: "caller" | "handler_note" | "quoted" | "transcript";
            text: string;
            corrects?: string;
            protected_for?: string;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    pathItems: never;
}
export type AcceptCandidate = components['schemas']['AcceptCandidate'];
export type AcceptFinding = components['schemas']['AcceptFinding'];
export type AcceptIdentifier = components['schemas']['AcceptIdentifier'];
export type AcceptObligation = components['schemas']['AcceptObligation'];
export type AccountLine = components['schemas']['AccountLine'];
export type AccountList = components['schemas']['AccountList'];
export type AcknowledgeAnswer = components['schemas']['AcknowledgeAnswer'];
export type AcknowledgeHistory = components['schemas']['AcknowledgeHistory'];
export type ActOf = components['schemas']['ActOf'];
export type ActUponHistory = components['schemas']['ActUponHistory'];
export type AddIdentifier = components['schemas']['AddIdentifier'];
export type AddPerson = components['schemas']['AddPerson'];
export type AdviceView = components['schemas']['AdviceView'];
export type AgeView = components['schemas']['AgeView'];
export type AnswerByPerson = components['schemas']['AnswerByPerson'];
export type AnswerLeaving = components['schemas']['AnswerLeaving'];
export type AnswerQuestion = components['schemas']['AnswerQuestion'];
export type AnsweredView = components['schemas']['AnsweredView'];
export type AskAgain = components['schemas']['AskAgain'];
export type Asked = components['schemas']['Asked'];
export type AskedKey = components['schemas']['AskedKey'];
export type Board = components['schemas']['Board'];
export type BoardLine = components['schemas']['BoardLine'];
export type CancelCheck = components['schemas']['CancelCheck'];
export type CandidateView = components['schemas']['CandidateView'];
export type Cast = components['schemas']['Cast'];
export type CastChoice = components['schemas']['CastChoice'];
export type CastMember = components['schemas']['CastMember'];
export type CheckView = components['schemas']['CheckView'];
export type Choice = components['schemas']['Choice'];
export type Choices = components['schemas']['Choices'];
export type Close = components['schemas']['Close'];
export type CommandDone = components['schemas']['CommandDone'];
export type Conclude = components['schemas']['Conclude'];
export type ConditionView = components['schemas']['ConditionView'];
export type ConfirmLocation = components['schemas']['ConfirmLocation'];
export type ContactView = components['schemas']['ContactView'];
export type CourtOrder = components['schemas']['CourtOrder'];
export type Credentials = components['schemas']['Credentials'];
export type DecideObligation = components['schemas']['DecideObligation'];
export type DecideRingBack = components['schemas']['DecideRingBack'];
export type DeskAnswer = components['schemas']['DeskAnswer'];
export type DeskAnswers = components['schemas']['DeskAnswers'];
export type DeskQuestion = components['schemas']['DeskQuestion'];
export type DeskQuestionWhole = components['schemas']['DeskQuestionWhole'];
export type DeskQuestions = components['schemas']['DeskQuestions'];
export type Draft = components['schemas']['Draft'];
export type DraftKept = components['schemas']['DraftKept'];
export type DraftText = components['schemas']['DraftText'];
export type Drafts = components['schemas']['Drafts'];
export type DueLine = components['schemas']['DueLine'];
export type DueList = components['schemas']['DueList'];
export type DutyNow = components['schemas']['DutyNow'];
export type Element = components['schemas']['Element'];
export type EndContact = components['schemas']['EndContact'];
export type EndUndertaking = components['schemas']['EndUndertaking'];
export type EntryView = components['schemas']['EntryView'];
export type FalseAlarm = components['schemas']['FalseAlarm'];
export type FalseAlarms = components['schemas']['FalseAlarms'];
export type FindingView = components['schemas']['FindingView'];
export type Findings = components['schemas']['Findings'];
export type FoundIncident = components['schemas']['FoundIncident'];
export type FullRecord = components['schemas']['FullRecord'];
export type FullRecords = components['schemas']['FullRecords'];
export type GiveAdvice = components['schemas']['GiveAdvice'];
export type GiveUndertaking = components['schemas']['GiveUndertaking'];
export type GlassDone = components['schemas']['GlassDone'];
export type GlassFinding = components['schemas']['GlassFinding'];
export type GlassLine = components['schemas']['GlassLine'];
export type GlassList = components['schemas']['GlassList'];
export type GlassOpen = components['schemas']['GlassOpen'];
export type GlassReason = components['schemas']['GlassReason'];
export type HandOver = components['schemas']['HandOver'];
export type Health = components['schemas']['Health'];
export type HeldClause = components['schemas']['HeldClause'];
export type HeldEvent = components['schemas']['HeldEvent'];
export type HeldIdentifier = components['schemas']['HeldIdentifier'];
export type HeldMarker = components['schemas']['HeldMarker'];
export type HeldOrder = components['schemas']['HeldOrder'];
export type HeldPerson = components['schemas']['HeldPerson'];
export type HistoryView = components['schemas']['HistoryView'];
export type HoldBlockingBack = components['schemas']['HoldBlockingBack'];
export type IdentifierView = components['schemas']['IdentifierView'];
export type IncidentView = components['schemas']['IncidentView'];
export type JoinIncident = components['schemas']['JoinIncident'];
export type Left = components['schemas']['Left'];
export type LeftDraft = components['schemas']['LeftDraft'];
export type LeftDrafts = components['schemas']['LeftDrafts'];
export type LinkView = components['schemas']['LinkView'];
export type LiveContact = components['schemas']['LiveContact'];
export type Location = components['schemas']['Location'];
export type LocationView = components['schemas']['LocationView'];
export type MarkView = components['schemas']['MarkView'];
export type Marker = components['schemas']['Marker'];
export type Me = components['schemas']['Me'];
export type MeetObligation = components['schemas']['MeetObligation'];
export type NamePerson = components['schemas']['NamePerson'];
export type Nominal = components['schemas']['Nominal'];
export type OffenceView = components['schemas']['OffenceView'];
export type OnDutyNow = components['schemas']['OnDutyNow'];
export type OpenApiDocument = components['schemas']['OpenApiDocument'];
export type OpenContact = components['schemas']['OpenContact'];
export type OrderCondition = components['schemas']['OrderCondition'];
export type OwedView = components['schemas']['OwedView'];
export type PasswordAgain = components['schemas']['PasswordAgain'];
export type PastEvent = components['schemas']['PastEvent'];
export type PersonView = components['schemas']['PersonView'];
export type PlaceCall = components['schemas']['PlaceCall'];
export type PlacedCallView = components['schemas']['PlacedCallView'];
export type PolicyInForceView = components['schemas']['PolicyInForceView'];
export type PolicyRule = components['schemas']['PolicyRule'];
export type Problem = components['schemas']['Problem'];
export type ProtectedAge = components['schemas']['ProtectedAge'];
export type Provenance = components['schemas']['Provenance'];
export type QuestionView = components['schemas']['QuestionView'];
export type ReadBackIdentifier = components['schemas']['ReadBackIdentifier'];
export type RecordAge = components['schemas']['RecordAge'];
export type RecordWish = components['schemas']['RecordWish'];
export type RecordedIdentifier = components['schemas']['RecordedIdentifier'];
export type RehearsalState = components['schemas']['RehearsalState'];
export type RehearsalStep = components['schemas']['RehearsalStep'];
export type RejectCandidate = components['schemas']['RejectCandidate'];
export type RejectFinding = components['schemas']['RejectFinding'];
export type RejectIdentifier = components['schemas']['RejectIdentifier'];
export type ReleaseObligation = components['schemas']['ReleaseObligation'];
export type Reopen = components['schemas']['Reopen'];
export type Replayed = components['schemas']['Replayed'];
export type RoomBoard = components['schemas']['RoomBoard'];
export type RoomLine = components['schemas']['RoomLine'];
export type RoomTotals = components['schemas']['RoomTotals'];
export type SearchFound = components['schemas']['SearchFound'];
export type SearchText = components['schemas']['SearchText'];
export type SetAddress = components['schemas']['SetAddress'];
export type SetAside = components['schemas']['SetAside'];
export type SetGrade = components['schemas']['SetGrade'];
export type SetOpeningCode = components['schemas']['SetOpeningCode'];
export type SetRoles = components['schemas']['SetRoles'];
export type SetTheme = components['schemas']['SetTheme'];
export type ShownTo = components['schemas']['ShownTo'];
export type SignedIn = components['schemas']['SignedIn'];
export type SignedInPerson = components['schemas']['SignedInPerson'];
export type SignedOut = components['schemas']['SignedOut'];
export type Slip = components['schemas']['Slip'];
export type SlipAnswer = components['schemas']['SlipAnswer'];
export type SlipPerson = components['schemas']['SlipPerson'];
export type SourceLine = components['schemas']['SourceLine'];
export type SourceList = components['schemas']['SourceList'];
export type SubjectRef = components['schemas']['SubjectRef'];
export type Supervision = components['schemas']['Supervision'];
export type Tell = components['schemas']['Tell'];
export type ThriveView = components['schemas']['ThriveView'];
export type ToldView = components['schemas']['ToldView'];
export type UndertakingView = components['schemas']['UndertakingView'];
export type VersionsView = components['schemas']['VersionsView'];
export type WaiveCheck = components['schemas']['WaiveCheck'];
export type WeighedCandidate = components['schemas']['WeighedCandidate'];
export type WeightOf = components['schemas']['WeightOf'];
export type Weights = components['schemas']['Weights'];
export type WhoSawIt = components['schemas']['WhoSawIt'];
export type WishView = components['schemas']['WishView'];
export type WorkLine = components['schemas']['WorkLine'];
export type WorkList = components['schemas']['WorkList'];
export type WriteAssessment = components['schemas']['WriteAssessment'];
export type WriteEntry = components['schemas']['WriteEntry'];
export type $defs = Record<string, never>;
export interface operations {
    accounts: {
        parameters: {
            path?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["AccountList"];
                };
            };
        };
    };
    room_board: {
        parameters: {
            path?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["RoomBoard"];
                };
            };
        };
    };
    choices: {
        parameters: {
            path?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["Choices"];
                };
            };
        };
    };
    open_contact: {
        parameters: {
            path?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OpenContact"];
            };
        };
        responses: {
            201: {
                content: {
                    "application/json": components["schemas"]["CommandDone"];
                };
            };
        };
    };
    desk_answers: {
        parameters: {
            path?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["DeskAnswers"];
                };
            };
        };
    };
    desk_questions: {
        parameters: {
            path?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["DeskQuestions"];
                };
            };
        };
    };
    drafts: {
        parameters: {
            path?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["Drafts"];
                };
            };
        };
    };
    keep_draft: {
        parameters: {
            path: {
                draft: string;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DraftText"];
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["DraftKept"];
                };
            };
        };
    };
    delete_draft: {
        parameters: {
            path: {
                draft: string;
            };
        };
        requestBody?: never;
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["DraftKept"];
                };
            };
        };
    };
    on_duty: {
        parameters: {
            path?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["DutyNow"];
                };
            };
        };
    };
    false_alarms: {
        parameters: {
            path?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["FalseAlarms"];
                };
            };
        };
    };
    glasses: {
        parameters: {
            query?: {
                all?: string;
            };
            path?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["GlassList"];
                };
            };
        };
    };
    review_glass: {
        parameters: {
            path: {
                glass: string;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["GlassFinding"];
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["GlassDone"];
                };
            };
        };
    };
    health: {
        parameters: {
            path?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["Health"];
                };
            };
        };
    };
    board: {
        parameters: {
            query?: {
                closed?: string;
            };
            path?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["Board"];
                };
            };
        };
    };
    incident: {
        parameters: {
            path: {
                incident: string;
            };
        };
        requestBody?: never;
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["IncidentView"];
                };
            };
        };
    };
    accept_candidate: {
        parameters: {
            path: {
                incident: string;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AcceptCandidate"];
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["CommandDone"];
                };
            };
        };
    };
    accept_finding: {
        parameters: {
            path: {
                incident: string;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AcceptFinding"];
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["CommandDone"];
                };
            };
        };
    };
    accept_identifier: {
        parameters: {
            path: {
                incident: string;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AcceptIdentifier"];
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["CommandDone"];
                };
            };
        };
    };
    accept_obligation: {
        parameters: {
            path: {
                incident: string;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AcceptObligation"];
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["CommandDone"];
                };
            };
        };
    };
    acknowledge_answer: {
        parameters: {
            path: {
                incident: string;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AcknowledgeAnswer"];
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["CommandDone"];
                };
            };
        };
    };
    acknowledge_history: {
        parameters: {
            path: {
                incident: string;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AcknowledgeHistory"];
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["CommandDone"];
                };
            };
        };
    };
    act_upon_history: {
        parameters: {
            path: {
                incident: string;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ActUponHistory"];
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["CommandDone"];
                };
            };
        };
    };
    add_identifier: {
        parameters: {
            path: {
                incident: string;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AddIdentifier"];
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["CommandDone"];
                };
            };
        };
    };
    add_person: {
        parameters: {
            path: {
                incident: string;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AddPerson"];
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["CommandDone"];
                };
            };
        };
    };
    answer_check: {
        parameters: {
            path: {
                incident: string;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AnswerByPerson"];
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["CommandDone"];
                };
            };
        };
    };
    answer_leaving: {
        parameters: {
            path: {
                incident: string;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AnswerLeaving"];
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["CommandDone"];
                };
            };
        };
    };
    answer_question: {
        parameters: {
            path: {
                incident: string;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AnswerQuestion"];
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["CommandDone"];
                };
            };
        };
    };
    ask_again: {
        parameters: {
            path: {
                incident: string;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AskAgain"];
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["CommandDone"];
                };
            };
        };
    };
    cancel_check: {
        parameters: {
            path: {
                incident: string;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CancelCheck"];
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["CommandDone"];
                };
            };
        };
    };
    close: {
        parameters: {
            path: {
                incident: string;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Close"];
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["CommandDone"];
                };
            };
        };
    };
    conclude: {
        parameters: {
            path: {
                incident: string;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Conclude"];
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["CommandDone"];
                };
            };
        };
    };
    confirm_location: {
        parameters: {
            path: {
                incident: string;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ConfirmLocation"];
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["CommandDone"];
                };
            };
        };
    };
    consultations: {
        parameters: {
            path: {
                incident: string;
            };
        };
        requestBody?: never;
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["WhoSawIt"];
                };
            };
        };
    };
    open_contact_on_incident: {
        parameters: {
            path: {
                incident: string;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OpenContact"];
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["CommandDone"];
                };
            };
        };
    };
    decide_obligation: {
        parameters: {
            path: {
                incident: string;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DecideObligation"];
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["CommandDone"];
                };
            };
        };
    };
    decide_ring_back: {
        parameters: {
            path: {
                incident: string;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DecideRingBack"];
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["CommandDone"];
                };
            };
        };
    };
    desk_question: {
        parameters: {
            path: {
                incident: string;
                check: string;
            };
        };
        requestBody?: never;
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["DeskQuestionWhole"];
                };
            };
        };
    };
    left_drafts: {
        parameters: {
            path: {
                incident: string;
            };
        };
        requestBody?: never;
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["LeftDrafts"];
                };
            };
        };
    };
    end_left_draft: {
        parameters: {
            path: {
                incident: string;
                draft: string;
            };
        };
        requestBody?: never;
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["LeftDrafts"];
                };
            };
        };
    };
    end_contact: {
        parameters: {
            path: {
                incident: string;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EndContact"];
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["CommandDone"];
                };
            };
        };
    };
    end_undertaking: {
        parameters: {
            path: {
                incident: string;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EndUndertaking"];
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["CommandDone"];
                };
            };
        };
    };
    give_advice: {
        parameters: {
            path: {
                incident: string;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["GiveAdvice"];
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["CommandDone"];
                };
            };
        };
    };
    give_undertaking: {
        parameters: {
            path: {
                incident: string;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["GiveUndertaking"];
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["CommandDone"];
                };
            };
        };
    };
    break_glass: {
        parameters: {
            path: {
                incident: string;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["GlassReason"];
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["GlassOpen"];
                };
            };
        };
    };
    hand_over: {
        parameters: {
            path: {
                incident: string;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["HandOver"];
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["CommandDone"];
                };
            };
        };
    };
    hold_blocking_back: {
        parameters: {
            path: {
                incident: string;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["HoldBlockingBack"];
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["CommandDone"];
                };
            };
        };
    };
    join_incident: {
        parameters: {
            path: {
                incident: string;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["JoinIncident"];
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["CommandDone"];
                };
            };
        };
    };
    leave_incident: {
        parameters: {
            path: {
                incident: string;
            };
        };
        requestBody?: never;
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["Left"];
                };
            };
        };
    };
    meet_obligation: {
        parameters: {
            path: {
                incident: string;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MeetObligation"];
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["CommandDone"];
                };
            };
        };
    };
    name_person: {
        parameters: {
            path: {
                incident: string;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NamePerson"];
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["CommandDone"];
                };
            };
        };
    };
    obligation: {
        parameters: {
            path: {
                incident: string;
                obligation: string;
            };
        };
        requestBody?: never;
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["SetAside"];
                };
            };
        };
    };
    place_call: {
        parameters: {
            path: {
                incident: string;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PlaceCall"];
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["CommandDone"];
                };
            };
        };
    };
    read_back_identifier: {
        parameters: {
            path: {
                incident: string;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReadBackIdentifier"];
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["CommandDone"];
                };
            };
        };
    };
    record_age: {
        parameters: {
            path: {
                incident: string;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RecordAge"];
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["CommandDone"];
                };
            };
        };
    };
    record_wish: {
        parameters: {
            path: {
                incident: string;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RecordWish"];
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["CommandDone"];
                };
            };
        };
    };
    full_records: {
        parameters: {
            path: {
                incident: string;
            };
        };
        requestBody?: never;
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["FullRecords"];
                };
            };
        };
    };
    reject_candidate: {
        parameters: {
            path: {
                incident: string;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RejectCandidate"];
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["CommandDone"];
                };
            };
        };
    };
    reject_finding: {
        parameters: {
            path: {
                incident: string;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RejectFinding"];
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["CommandDone"];
                };
            };
        };
    };
    reject_identifier: {
        parameters: {
            path: {
                incident: string;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RejectIdentifier"];
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["CommandDone"];
                };
            };
        };
    };
    release_obligation: {
        parameters: {
            path: {
                incident: string;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReleaseObligation"];
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["CommandDone"];
                };
            };
        };
    };
    reopen: {
        parameters: {
            path: {
                incident: string;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Reopen"];
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["CommandDone"];
                };
            };
        };
    };
    replay: {
        parameters: {
            query: {
                who: string;
                at: string;
            };
            path: {
                incident: string;
            };
        };
        requestBody?: never;
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["Replayed"];
                };
            };
        };
    };
    set_address: {
        parameters: {
            path: {
                incident: string;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SetAddress"];
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["CommandDone"];
                };
            };
        };
    };
    set_grade: {
        parameters: {
            path: {
                incident: string;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SetGrade"];
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["CommandDone"];
                };
            };
        };
    };
    set_opening_code: {
        parameters: {
            path: {
                incident: string;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SetOpeningCode"];
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["CommandDone"];
                };
            };
        };
    };
    set_roles: {
        parameters: {
            path: {
                incident: string;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SetRoles"];
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["CommandDone"];
                };
            };
        };
    };
    set_theme: {
        parameters: {
            path: {
                incident: string;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SetTheme"];
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["CommandDone"];
                };
            };
        };
    };
    dispatch_slip: {
        parameters: {
            path: {
                incident: string;
            };
        };
        requestBody?: never;
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["Slip"];
                };
            };
        };
    };
    tell: {
        parameters: {
            path: {
                incident: string;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Tell"];
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["CommandDone"];
                };
            };
        };
    };
    waive_check: {
        parameters: {
            path: {
                incident: string;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WaiveCheck"];
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["CommandDone"];
                };
            };
        };
    };
    candidate_weights: {
        parameters: {
            path: {
                incident: string;
            };
        };
        requestBody?: never;
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["Weights"];
                };
            };
        };
    };
    write_assessment: {
        parameters: {
            path: {
                incident: string;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WriteAssessment"];
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["CommandDone"];
                };
            };
        };
    };
    write_entry: {
        parameters: {
            query?: {
                draft?: string;
            };
            path: {
                incident: string;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WriteEntry"];
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["CommandDone"];
                };
            };
        };
    };
    live: {
        parameters: {
            query?: {
                after?: string;
            };
            path?: never;
        };
        requestBody?: never;
        responses: {
            101: {
                content?: never;
            };
        };
    };
    me: {
        parameters: {
            path?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["Me"];
                };
            };
        };
    };
    metrics: {
        parameters: {
            path?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                content: {
                    "text/plain; version=0.0.4": string;
                };
            };
        };
    };
    openapi: {
        parameters: {
            path?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["OpenApiDocument"];
                };
            };
        };
    };
    owed: {
        parameters: {
            query?: {
                mine?: string;
                overdue?: string;
                kind?: string;
                duty?: string;
            };
            path?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["DueList"];
                };
            };
        };
    };
    policy: {
        parameters: {
            path?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["PolicyInForceView"];
                };
            };
        };
    };
    rehearsal: {
        parameters: {
            path?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["RehearsalState"];
                };
            };
        };
    };
    rehearsal_next: {
        parameters: {
            path?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["RehearsalState"];
                };
            };
        };
    };
    search: {
        parameters: {
            path?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SearchText"];
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["SearchFound"];
                };
            };
        };
    };
    session: {
        parameters: {
            path?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["SignedIn"];
                };
            };
        };
    };
    sign_in: {
        parameters: {
            path?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Credentials"];
            };
        };
        responses: {
            201: {
                content: {
                    "application/json": components["schemas"]["SignedIn"];
                };
            };
        };
    };
    sign_out: {
        parameters: {
            path?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["SignedOut"];
                };
            };
        };
    };
    sign_in_again: {
        parameters: {
            path?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PasswordAgain"];
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["SignedIn"];
                };
            };
        };
    };
    demonstration_cast: {
        parameters: {
            path?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["Cast"];
                };
            };
        };
    };
    demonstrate: {
        parameters: {
            path?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CastChoice"];
            };
        };
        responses: {
            201: {
                content: {
                    "application/json": components["schemas"]["SignedIn"];
                };
            };
        };
    };
    sources: {
        parameters: {
            path?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["SourceList"];
                };
            };
        };
    };
    supervision: {
        parameters: {
            path?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["Supervision"];
                };
            };
        };
    };
    work: {
        parameters: {
            query?: {
                duty?: string;
                kind?: string;
                overdue?: string;
            };
            path?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["WorkList"];
                };
            };
        };
    };
}
