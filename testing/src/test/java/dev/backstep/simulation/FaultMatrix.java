package dev.backstep.simulation;

import java.util.ArrayList;
import java.util.List;

/**
 * What can go wrong with a run, and the tests that show what becomes of it. A fault that no test
 * covers says why.
 */
final class FaultMatrix {

  /** Any run of many faults at once, on toy steps and on the balancer. */
  private static final String TOYS = "ToySimulationTest#play_whenAnythingGoesWrong_violatesNothing";

  private static final String BALANCERS =
      "BalancerSimulationTest#play_whenAnythingGoesWrong_violatesNothing";
  private static final String PASSING =
      "ImpalaBalancerFaultsTest#apply_whenACallFailsForAWhile_endsAppliedWithNothingTwice";
  private static final String ONE_MACHINE =
      "does not apply: journals are local files, without leases";

  /**
   * One fault.
   *
   * @param number as people refer to it
   * @param fault what goes wrong
   * @param tests {@code Class#method}, the class without its package
   * @param why why there is no test, if there is none
   */
  record Row(int number, String fault, List<String> tests, String why) {}

  private static final List<Row> ROWS = new ArrayList<>();

  static {
    covered(
        "each call throttled for a while",
        PASSING,
        TOYS,
        BALANCERS,
        "RunRetryTest#run_whenThrottledForAWhile_completes");
    covered(
        "throttled without end",
        "RunRetryTest#run_whenAClassOfFailureNeverEnds_triesSoOftenAndSoLong",
        "RunUndoTest#rollback_whenThrottledForEver_endsWithItsBudget");
    covered("500 or 503, nothing was done", PASSING, TOYS, BALANCERS);
    covered(
        "500 or 503, and all was done",
        PASSING,
        TOYS,
        BALANCERS,
        "ImpalaBalancerFaultsTest#apply_whenACallActsUnseenAndIsThenRefused_leavesTheWorldAsItWas");
    covered("the connection breaks before the request arrives", PASSING, BALANCERS);
    covered(
        "the connection breaks after the service acted",
        PASSING,
        BALANCERS,
        "LostAnswerContractTest#apply_whenAnAnswerIsLost_endsAppliedWithNothingTwice");
    covered(
        "the client gives up, and the request acts minutes later",
        TOYS,
        BALANCERS,
        "RunRetryTest#run_whenAnUnansweredCallHasActedLate_findsItAndDoesNotSendAgain",
        "RunUndoTest#rollback_whenAnUnansweredCallWasSentAgain_looksOnceMoreWhenItCannotActAnyMore");
    covered(
        "a request acts after its rollback has ended",
        "LateRequestTest#destroy_whenARequestActedAfterItsRollback_removesWhatItMade");
    covered("the network delivers a request twice", TOYS);
    covered(
        "a 200 whose body is cut short",
        PASSING,
        BALANCERS,
        "AwsFailuresTest#explain_whenAnAnswer200CannotBeRead_isUnclear");
    covered(
        "reads do not show yet what was made",
        TOYS,
        BALANCERS,
        "ImpalaBalancerReadLagTest#life_whenReadsAreBehind_isAsItIsOtherwise");
    covered(
        "reads show a thing, then not, then again",
        TOYS,
        "RunUndoTest#rollback_whenAThrottledDeleteIsFollowedByALaggingRead_doesNotTakeItForDone");
    covered("reads still show what was deleted", TOYS, BALANCERS);
    covered(
        "a call does not find yet what another has just made",
        TOYS,
        "ImpalaBalancerReadLagTest#life_whenReadsAreBehind_isAsItIsOtherwise");
    covered(
        "killed before the intent is on disk",
        TOYS,
        "KilledRunTest#anotherProcess_whenOneWasKilled_finishesOrTakesBack");
    covered(
        "killed between the intent and the call",
        TOYS,
        BALANCERS,
        "KilledRunTest#anotherProcess_whenOneWasKilled_finishesOrTakesBack");
    covered(
        "killed between the call and the record of its answer",
        TOYS,
        BALANCERS,
        "RunBugsTest#run_whenAHandlerThrowsAnError_recordsNothingMoreAndCanBeRolledBack");
    covered("killed at any point of a rollback", TOYS, BALANCERS);
    covered("killed, and again while recovering, and again", TOYS, BALANCERS);
    covered(
        "the journal ends in the middle of a record",
        "TornJournalTest#open_whenCutOffAtEachByteOfTheLastTwoRecords_keepsTheWholeOnesAndGoesOn");
    covered(
        "a bit of the journal is flipped",
        "DamagedJournalTest#open_whenAnyBitBeforeTheLastRecordIsFlipped_refuses");
    covered(
        "the disk is full, or does not force",
        TOYS,
        BALANCERS,
        "FailingDiskTest#append_whenTheRecordCannotBeForced_failsForGood",
        "RunJournalFailureTest#run_whenARecordCannotBeWritten_changesNothingMoreAndParks",
        "RunJournalFailureTest#rollback_whenARecordCannotBeWritten_changesNothingMoreAndParks");
    covered(
        "the journal is of an older or newer version",
        "JournalVersionsTest#open_whenTheFileIsOfVersion1_goesOn",
        "JournalVersionsTest#open_whenALineIsOfANewerVersion_refuses",
        "PlanDataTest#toJson_whenTheFormIsNewer_isNotRead");
    covered(
        "the journal is gone",
        "LateRequestTest#destroy_whenTheJournalOfAFailedRunIsGone_removesWhatItLeft",
        "FreshDestroyTest#destroy_fromAnotherProcessThatKnowsTheNameOnly_leavesTheWorldAsItWas");
    covered(
        "two processes finish the same run",
        "JournalLockTest#open_whenAnotherProcessHasTheRun_isRefusedUntilItCloses",
        "RunRecoveryTest#resume_whenTheRunIsOpenElsewhere_isRefused",
        "TwoProcessesTest#finish_whenTheRunIsOpenElsewhere_isRefused");
    covered(
        "two runs of one target at once",
        "TwoProcessesTest#apply_whenAnotherOneOfAnotherJournalBeginsAtTheSameTime_neverMixesThem",
        "TwoProcessesTest#apply_whenAnotherProcessIsAtItInTheSameJournal_isRefused",
        "UnfinishedRunsTest#settleUnfinished_whenItRefuses_saysWhichRunAndChangesNothing",
        "UnfinishedRunsTest#settleUnfinished_whenTheRunIsOpenInAnotherProcess_refusesWhateverTheOptions");
    open("a lease is stolen while its holder sleeps", ONE_MACHINE);
    open("the answer to a write of the lease is lost", ONE_MACHINE);
    covered(
        "an undo is refused for good",
        TOYS,
        BALANCERS,
        "RunUndoTest#rollback_whenAnUndoIsRefused_undoesTheOthersAndNamesTheLeftover",
        "ImpalaBalancerFaultsTest#apply_whenAnUndoIsRefused_undoesTheOthersAndNamesTheLeftover");
    covered(
        "what is to be deleted is in use for minutes",
        BALANCERS,
        "RunUndoTest#rollback_whenSomethingIsBusyForMinutes_waitsForIt");
    covered(
        "the user has come to use what is to be deleted",
        TOYS,
        BALANCERS,
        "RunUndoTest#rollback_whenWhatUsesItCouldNotBeUndone_givesUpABusyOneAtOnce");
    covered(
        "the user deletes what was just made",
        TOYS,
        "ImpalaBalancerVanishingTest#apply_whenTheUserDeletesAGroupThatWasJustMade_takesTheRestBack");
    covered("the user takes our tag off", TOYS, BALANCERS);
    covered(
        "the user makes a thing of the same name first",
        TOYS,
        BALANCERS,
        "RunRetryTest#run_whenADuplicateIsSomebodyElses_stopsAndLeavesIt");
    covered(
        "the user edits what is about to be changed",
        BALANCERS,
        "ImpalaBalancerMeanwhileTest#execute_whenTheUserEditsInTheMiddle_mendsAroundIt",
        "ImpalaBalancerMeanwhileTest#execute_whenTheUserEditsInTheMiddleAndACallIsRefused_takesBackAroundIt");
    covered(
        "the very rule was there before",
        "ImpalaBalancerDuplicatesTest#apply_whenTheUserMakesTheSameRuleMeanwhile_keepsTheirsAndUndoLeavesIt");
    covered(
        "an instance was registered before",
        "ImpalaBalancerDriftTest#apply_whenALaterCallIsRefused_goesBackToTheDriftedWorld");
    covered(
        "the credentials expire, forward or in a rollback",
        TOYS,
        BALANCERS,
        "RunRetryTest#run_whenCredentialsExpire_triesOnceMoreThenParks",
        "RunUndoTest#rollback_whenCredentialsExpire_parksAndIsFinishedLater",
        "ExpiredCredentialsTest#apply_whenTheyStayExpired_parksAndResumesWithOthers");
    covered(
        "an undo is not allowed",
        "ImpalaBalancerFaultsTest#apply_whenAnUndoIsRefused_undoesTheOthersAndNamesTheLeftover");
    covered(
        "the wall clock is set by an hour, or is skewed",
        "RunClockTest#run_whenTheClockJumps_looksForExactlyTheSettleWindow",
        "RunClockTest#rollback_whenTheClockWasSetBackBetweenProcesses_waitsForOneWindowOnly",
        "AwsFailuresTest#explain_whenTheServicesClockDiffers_tellsClockFromCredentials");
    covered(
        "SIGINT or SIGTERM, once and twice",
        "SignalTest#signal_whenARunWaits_rollsItBackAndEnds",
        "SignalTest#signal_whenTheRollbackIsSlow_endsItAtOnceForAnotherProcessToFinish");
    covered(
        "the waiting thread is interrupted, or the run is cancelled",
        TOYS,
        "RunStopTest#execute_whenTheThreadIsInterrupted_rollsBackAndKeepsTheFlag",
        "RunStopTest#cancel_whenARunIsUnderWay_rollsItBack",
        "RunStopTest#cancel_whenTheRunRollsBack_letsItGoOn",
        "FileJournalTest#append_whenTheThreadIsInterrupted_writesAndKeepsTheInterrupt");
    covered(
        "an image or snapshot fails after it was accepted",
        "AmiEncryptorEndingsTest#apply_whenTheImageEndsInAnotherState_saysAwsReasonAndLeavesNothing",
        "AmiEncryptorEndingsTest#apply_whenTheKeyIsDisabledMeanwhile_saysWhyTheCopyFailed",
        "AmiEncryptorEndingsTest#apply_whenTheKeyIsDisabledMeanwhile_saysWhyTheInstanceDied");
    covered(
        "an image is pending for longer than the SDK would wait",
        "AmiEncryptorEndingsTest#apply_whenTheImageTakesLongerThanTenMinutes_waits");
    covered(
        "a zone has no capacity, the next one has",
        "AmiEncryptorApplyTest#apply_whenTheFirstSubnetHasNoRoom_launchesInTheNext",
        "AmiEncryptorApplyTest#apply_whenTheLaunchIsUnclear_goesToNoOtherSubnetBeforeItIsClear");
    covered(
        "a token was used with other parameters",
        "RunSectionTest#resume_whenTheSectionIsDoneAnew_usesOtherClientTokens",
        "AmiEncryptorCrashTest#resume_whereverTheProcessDied_endsWithOneEncryptedImageAndNothingElse");
    covered(
        "a certificate's token is older than an hour",
        "ImpalaBalancerCertificateTest#apply_whenOneWasAskedForEarlier_usesItAgain",
        "ImpalaBalancerCertificateTest#apply_whenAPersonMakesTheRecords_parksAndIsResumed");
    covered(
        "an image is deregistered, and some of its snapshots stay",
        "AmiEncryptorEndingsTest#apply_whenTheImageTakesLongerThanIsAllowed_givesItUpAndLeavesNothing",
        "AmiEncryptorCrashTest#rollback_whereverTheProcessDied_leavesNothing");
    covered(
        "settings that cannot be",
        "ImpalaBalancerRulesTest#plan_whenSettingsAreBeyondTheEdge_saysWhatIsExpectedAndCallsNothing",
        "ImpalaBalancerRulesTest#plan_whenSeveralSettingsAreWrong_listsAllInOrder");
    covered(
        "the credentials are for another account or region than the run",
        "RunsTest#rollback_whenTheAccessIsForAnotherRegion_isRefused",
        "RunsTest#rollback_whenTheCredentialsAreForAnotherAccount_isRefused");
    covered(
        "an Error in a handler or a callback",
        "RunBugsTest#run_whenAHandlerThrowsAnError_recordsNothingMoreAndCanBeRolledBack",
        "RunBugsTest#run_whenTheJournalThrowsAnError_ends",
        "RunBugsTest#run_whenAListenerThrowsAnError_isUnharmed");
    covered(
        "a listener that throws or blocks",
        "RunBugsTest#run_whenAListenerThrows_isUnharmed",
        "RunBugsTest#run_whenAListenerBlocksForEver_isUnharmed");
    covered(
        "our thing is on a later page",
        "ImpalaBalancerLookUpTest#plan_whenAnswersComeInPages_findsTakenNamesAndSecondCandidates");
    covered(
        "a secret in a request, an answer or an exception",
        BALANCERS,
        "AwsFailuresTest#explain_whenTheServiceEchoesTheSignedRequest_leavesItOut",
        "AwsFailuresTest#explain_whenTheServiceEchoesAToken_leavesItOut",
        "AwsAccessTest#toString_whenThereAreSecrets_leavesThemOut",
        "SecretsTest#everythingSaid_whenMuchGoesWrong_holdsNoSecret");
    covered(
        "thousands of runs at once",
        "ManyRunsTest#start_when2000RunsWaitAtOnce_holdsFewThreads",
        "AwsAccessTest#reserve_whenTheBurstIsUsedUp_waitsInAllCopiesForThatRegion");
  }

  private FaultMatrix() {}

  static List<Row> rows() {
    return List.copyOf(ROWS);
  }

  private static void covered(String fault, String... tests) {
    ROWS.add(new Row(ROWS.size() + 1, fault, List.of(tests), ""));
  }

  private static void open(String fault, String why) {
    ROWS.add(new Row(ROWS.size() + 1, fault, List.of(), why));
  }
}
