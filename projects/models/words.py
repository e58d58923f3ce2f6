"""The fixed words of the record: roles, kinds, states. Values are stored; labels are shown."""

from django.db.models import TextChoices


class Role(TextChoices):
    """What somebody is in one project. The last three are never stored on a stakeholder: they come from the agency."""

    BUYER = "buyer", "Buyer"
    BUYERS_AGENT = "buyers_agent", "On behalf of the buyer"
    PROCUREMENT_OFFICER = "procurement_officer", "Procurement officer"
    TEAM_MEMBER = "team_member", "Team member"
    WIDER = "wider", "Wider stakeholder"
    VIEWER = "viewer", "Portfolio viewer"
    AGENCY_OFFICER = "agency_officer", "Procurement team of the agency"
    ADMINISTRATOR = "administrator", "Agency administrator"

    @classmethod
    def in_a_project(cls) -> list["Role"]:
        """The roles a stakeholder may hold."""
        return [cls.BUYER, cls.BUYERS_AGENT, cls.PROCUREMENT_OFFICER, cls.TEAM_MEMBER, cls.WIDER]


class Kind(TextChoices):
    """What a stakeholder is."""

    PERSON = "person", "A person"
    GROUP = "group", "A group"
    POSITION = "position", "A position nobody fills yet"


class Function(TextChoices):
    """What a person does day to day in the project; letters are given by it later."""

    PRODUCT_OWNER = "product_owner", "Product owner"
    PROJECT_MANAGER = "project_manager", "Project manager"
    PROCUREMENT = "procurement", "Procurement"
    END_USER = "end_user", "End user"
    EXPERT = "expert", "Subject-matter expert"
    EVALUATION_PANEL = "evaluation_panel", "Evaluation panel"


class Expertise(TextChoices):
    """The kinds of expertise a buy may need."""

    LEGAL = "legal", "Legal"
    CYBER = "cyber", "Cyber security"
    PRIVACY = "privacy", "Privacy and information access"
    DATA_AI = "data_ai", "Data and AI"
    FINANCE = "finance", "Finance"
    TECHNICAL = "technical", "Technical and enterprise architecture"
    PROBITY = "probity", "Probity"
    OPERATIONS = "operations", "End user and operations"
    CHANGE = "change", "Change and workforce"
    ACCESSIBILITY = "accessibility", "Accessibility and inclusion"
    RECORDS = "records", "Records"
    COMMUNITY = "community", "Community and Aboriginal engagement"
    MARKET = "market", "Category and market"
    CONTRACT = "contract", "Contract management"


class Decision(TextChoices):
    """Whether a kind of expertise is needed. No row: not decided."""

    NEEDED = "needed", "Needed"
    NOT_NEEDED = "not_needed", "Not needed"


class ProjectState(TextChoices):
    """Pausing and stopping differ only in the word shown."""

    ACTIVE = "active", "Active"
    PAUSED = "paused", "Paused"
    STOPPED = "stopped", "Stopped"


class AgencyPostKind(TextChoices):
    """What somebody does for a whole agency."""

    OFFICER = "officer", "Procurement officer"
    VIEWER = "viewer", "Portfolio viewer"
    ADMINISTRATOR = "administrator", "Agency administrator"


class OpenItemKind(TextChoices):
    """What an open item is."""

    ASSUMPTION = "assumption", "Assumption"
    QUESTION = "question", "Question"
    GAP = "gap", "Gap"
    DECISION = "decision", "Decision"
    ACTION = "action", "Action"


class Letters(TextChoices):
    """What a stakeholder does in an activity. Nothing: no role in it."""

    R = "R", "Responsible"
    A = "A", "Accountable"
    AR = "AR", "Accountable and responsible"
    C = "C", "Consulted"
    I = "I", "Informed"  # noqa: E741  # the letter is its name in every RACI matrix


class InvitationAnswer(TextChoices):
    """What somebody said when asked. Blank: nothing yet."""

    YES = "yes", "Yes"
    NO = "no", "No"


class ActivityStage(TextChoices):
    """When in the buy an activity is done. Blank: not said, which counts as before going to market."""

    BEFORE = "before", "Before going to market"
    MARKET = "market", "Going to market and choosing"
    AFTER = "after", "Contract and putting it to use"


class ActivityStatus(TextChoices):
    """How far an activity is. Overdue is not stored: the day says it."""

    NOT_STARTED = "not_started", "Not started"
    UNDER_WAY = "under_way", "Under way"
    HELD_UP = "held_up", "Held up"
    DONE = "done", "Done"


class Held(TextChoices):
    """Which record is held in the agency's own system."""

    OBJECTIVE = "objective", "Objective"
    WORK_PLAN = "work_plan", "Work plan"
    COMMUNICATION = "communication", "Stakeholder communication plan"
    MANAGEMENT = "management", "Buying project management plan"
    DOCUMENTATION = "documentation", "Documentation of the proposed work: the single source of truth"
    RISKS = "risks", "Risk register"
    WAYS = "ways", "Ways of working"


class Readable(TextChoices):
    """What the team is asked to read when it changes."""

    OBJECTIVE = "objective", "Objective"
    COMMUNICATION = "communication", "Stakeholder communication plan"


class CadenceKind(TextChoices):
    """What is regular."""

    MEETING = "meeting", "A meeting"
    REPORT = "report", "A report"


class ToolPurpose(TextChoices):
    """What a tool is for."""

    DOCUMENTS = "documents", "Where documents live"
    TALK = "talk", "How we talk"
    MEET = "meet", "Where we meet"
    TASKS = "tasks", "How we follow tasks"
    OTHER = "other", "Something else"


class ObjectionAbout(TextChoices):
    """What somebody objects to."""

    CADENCE = "cadence", "The cadence"
    WAYS = "ways", "Tools and ways of working"
    AGREED = "agreed", "Something else that was agreed"
