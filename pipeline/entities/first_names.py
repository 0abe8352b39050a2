"""First names and the gender they usually tell, our own list.

Names that are common for both are left out: a pronoun is then decided by recency alone.
"""

from typing import Final

from pipeline.entities.mention_words import Gender
from pipeline.word_lists import listed

_MALE: Final = listed(
    """
    aaron abdul abdullah abraham adam adolfo adrian ahmad ahmed aidan alan alastair albert alberto alejandro
    aleksandr aleksei alessandro alexander alexandre alexei alfonso alfred alfredo ali alistair allan allen alonso
    alvaro alvin amir amit anders andre andreas andrei andres andrew andrey andriy andy angelo anil anthony antoine
    anton antonio antonis antony archie armando arnold arthur arturo arun ashraf asif atul augusto austin avi barack
    barnaby barry bart bashar benedict benjamin benny bernard bernardo bernd bernie bertrand bill billy bjorn bob
    bobby boris boyd brad bradley brandon brendan brent bret brett brian bruce bruno bryan bryce byron caleb callum
    calvin carl carlos carter cedric cesar chad charles charlie chester chris christian christoph christophe
    christopher chuck clarence claude claudio clayton clifford clint clive clyde cody colin conor connor conrad cory
    craig curt curtis cyril cyrus dale damian damien damon dan daniel daniele danny dario darrell darren daryl dave
    david dean deepak denis dennis denzel derek desmond devin dick diego dieter dimitri dmitri dmitry dmytro dominic
    dominik dominique don donald donnie doug douglas drew duane duncan dustin dwayne dwight dylan earl ed eddie
    edgar edmund eduardo edward edwin ehud eli elias elijah elliot elliott elon elvis emanuel emilio emmanuel emmett
    enrico enrique eric erik ernest ernesto erwin esteban ethan etienne eugene evan evgeny farhad farid faisal
    felipe felix ferdinand fernando fidel filip finn florian floyd francesco francis francisco franco francois frank
    frankie franklin franz fred freddie frederic frederick fritz gabriel gareth garrett gary gavin gene geoff
    geoffrey george georges gerald gerard gerhard gerry gilbert giles giorgio giovanni giuseppe glen glenn gordon
    graham grant greg gregg gregory guido guillaume guillermo gunther gus gustavo guy hamid hamza hank hans harold
    harris harrison harry harvey hasan hashim hassan hector heinrich helmut henri henrik henry herbert herman hideo
    hiroshi howard hubert hugh hugo humberto hussein ian ibrahim ignacio igor ike ilham imran ingmar ira irving
    isaac ismail ivan jack jackson jacob jacques jake jakob jamal james jamie jan jared jason javier jay jean-claude
    jean-luc jean-pierre jeb jeff jefferson jeffery jeffrey jens jeremiah jeremy jerome jerry jesus jim jimmy
    joachim joaquin joe joel joey johan johann johannes john johnny jon jonah jonas jonathan jorge jose josef joseph
    josh joshua juan juergen jules julian julien julio junichiro jurgen justin kamal karim karl keith kenneth kenny
    kent kevin khaled khalid klaus kofi konstantin kurt kyle lamar lance larry lars laurent lawrence lee len lenny
    leo leon leonard leonid leonardo leroy leslie lester lev lewis liam lionel lloyd logan lorenzo louis luc luca
    lucas luciano luigi luis luke lukas maher mahmoud manfred manuel marc marcel marcello marcelo marco marcos
    marcus mario marius mark markus marshall martin martyn marvin massimo mateo matt matteo matthew matthias maurice
    mauricio mauro max maxim maximilian maxime maxwell mehmet mel melvin michael michel miguel mike mikhail milan
    milos milton mitch mitchell mitt moe mohamed mohammad mohammed moises monty morris moses muhammad mustafa mykola
    narendra nasser nate nathan nathaniel naveen neal ned neil nelson newt nicholas nick nicolas nigel nikita nikola
    nikolai nikolas noah noel norbert norman olaf oleg oleksandr oleksiy olivier oliver omar oscar osama otto owen
    pablo paolo pascal patrick paul paulo pavel pedro percy perry pete peter petro phil philip philippe phillip
    pierre pieter prakash pranab quentin rafael rafiq rahul raj rajesh rajiv ralf ralph ramon ramesh rand randall
    randy raoul raul ravi ray raymond recep reggie reginald rene reuben rex ricardo richard rick ricky riccardo rob
    robbie robert roberto rodney rodrigo roger rohan roland rolf roman ron ronald ronan ronnie rory ross roy ruben
    rudolf rudolph rudy rupert russ russell ryan said salim salman salvador salvatore sam sami samir samuel sanjay
    santiago sanjeev satoshi saul scott sean sebastian serge sergei sergey sergii sergio serhiy seth seymour shane
    shaun shawn shigeru shinzo sidney silvio simon sonny spencer stan stanislav stanley stefan stefano stephan
    stephane stephen steve steven stewart stuart sundar sunil suresh sven syed tariq taro ted tedros terence
    terrance terrence terry theo theodore thierry thomas tim timothy toby todd tom tomas tommy tony travis trevor
    tristan troy tyler tyrone umberto valentin vasily vernon viacheslav victor vijay viktor vince vincent vincenzo
    vitali vitaliy vitaly vivek vladimir vladislav volodymyr vyacheslav wade waleed wallace walt walter warren wayne
    wendell werner wesley wilbur wilfred wilhelm will willard william willie wolfgang woody xavier yair yasser
    yevgeny yitzhak yoshihide youssef yuri yusuf yves zach zachary zack ziad zoltan rodolfo benito evo hernan nestor
    alexis ted marcin piotr andrzej jaroslaw lech donnell tyrell deshawn lebron kobe shaquille usain rafa novak
    lando wladimir tarek bilal mehdi hakim naftali benny yoav ehud
    """
)

_FEMALE: Final = listed(
    """
    abigail ada adele adriana agatha agnes aimee aisha alana alejandra alessandra alexandra alexa alice alicia alina
    alison alisha allison allyson alyssa amanda amal amber amelia amelie amina amy ana anastasia andrea angela
    angelica angelina angie anika anita ann anna annabel anne annegret annette annie antonia april ariana arianna
    arlene ashley astrid audrey ava avril ayesha barbara beata beatrice beatriz becky belinda benazir bernadette
    bertha beth bethany betsy betty beverly bianca bonnie brenda brianna bridget brigitte brittany camila camilla
    candace candice carla carly carmen carol carole carolina caroline carolyn carrie casey cassandra catalina
    catherine cathy cecilia celeste celia celine chantal charlene charlotte chelsea cheryl chloe chrissy christa
    christiane christina christine chrystia cindy claire clara clarissa claudia colette colleen condoleezza connie
    constance cora corinne cristina crystal cynthia daisy dana daniela danielle daphne darlene dawn debbie deborah
    debra deirdre delia della denise diana diane dianne dina dolores dominika donna dora doreen doris dorothy ebony
    edith edna eileen elaine eleanor elena elisa elisabeth elise eliza elizabeth ella ellen elodie eloise elsa elsie
    elvira emilia emily emma erica erika erin esmeralda esperanza estelle esther ethel eugenia eva eve evelyn faith
    fatima fatma felicia felicity fiona flora florence frances francesca francine freya frida gabriela gabriella
    gabrielle gail gemma genevieve georgia georgina geraldine germaine gertrude gillian gina ginny giorgia giulia
    gladys glenda gloria grace greta gretchen gwen gwendolyn hailey hannah harriet hazel heather heidi helen helena
    helene henrietta hilary hilda hillary holly hope huma ida ilana imelda imogen indira ines ingrid irene irina
    iris isabel isabella isabelle ivanka ivy jacinda jackie jacqueline jade jamila jan jane janelle janet janice
    janine jasmine jeanette jeanne jemima jen jenna jennie jennifer jenny jessica jill jillian jo joan joann joanna
    joanne jocelyn jodie johanna josefina josephine joy joyce juana juanita judith judy julia juliana julianne julie
    juliet juliette justine kaitlyn kamala karen karin karina karla karolina kate katarina katerina katharina
    katharine katherine kathleen kathryn kathy katie katja katrina kay kayla kayleigh keira kelly kellyanne kendra
    kerry khadija kimberly kirsten kirsty kristen kristin kristina kristine lana lara larissa latoya laura lauren
    lea leah leila leona leslie leticia lidia lila lillian lilly lily linda lindsay lindsey lisa liz liza loretta
    lori lorna lorraine louisa louise lucia lucille lucinda lucy luisa luz lydia lynda lynn lynne mabel madeleine
    madeline madison maggie malala mallory mandy manuela mara marcela marcia margaret margarita margot maria mariah
    mariam marian mariana marianne maribel marie mariella marina marissa marjorie marlene marta martha martina mary
    maryam matilda maureen maxine maya megan meghan melania melanie melinda melissa mercedes meredith mette mia
    michaela michele michelle mildred millie mindy miranda miriam moira molly mona monica monika monique muriel myra
    myriam nadia nadine nadezhda nancy naomi natalia natalie natasha nellie nicola nicole nicki nikki nina noelle
    nora noreen norma odette oksana olena olga olive olivia olympia oprah paige paloma pamela patricia patsy patti
    patty paula paulette paulina pauline pearl peggy penelope penny petra phoebe phyllis pilar polly portia
    priscilla priti priya queenie rachel ramona raquel rebecca regina renata renee rhonda rita roberta rochelle rosa
    rosalind rosalyn rosanna rose rosemary rosie roxanne ruby ruth sabina sabine sabrina sadie sally salma samantha
    samira sandra sandy sanna sara sarah sasha saskia selena selina selma serena shannon sharon sheila shelby
    shelley sheri sherri sheryl shirley sian silvia simone sinead sofia sonia sonja sonya sophia sophie stacey stacy
    stella stephanie sue summer susan susana susanna susanne suzanne suzette svetlana sybil sylvia sylvie tabitha
    tamara tammy tania tanya tara tatiana tatyana teresa teri tess tessa thea thelma theresa therese tiffany tina
    toni tonya tracey tracy tricia trina trudy tulsi uma una ursula valentina valeria valerie vanessa vera verena
    veronica vicki vicky victoria viola violet virginia vivian viviana vivienne wanda wendy wilma winifred winnie
    yasmin yasmine ylva yolanda yuliia yulia yvette yvonne zahra zainab zara zelda zoe zuzana beyonce rihanna aung
    jolie megyn carly ivana sheena keisha latisha nirmala sushma mamata michaelle jagmeet-kaur caitlyn hayley
    kirstjen amal leila nasrin shirin
    """
)

_BOTH: Final = frozenset(_MALE) & frozenset(_FEMALE)

FIRST_NAME_GENDER: Final[dict[str, Gender]] = {
    **{name: "male" for name in _MALE if name not in _BOTH},
    **{name: "female" for name in _FEMALE if name not in _BOTH},
}
"""First name in small letters -> gender."""
